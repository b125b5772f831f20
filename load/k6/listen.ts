import exec from 'k6/execution'
import { Racer } from '../bots/racer.ts'
import { NEWCOMERS_PER_SECOND } from '../measures/metrics.ts'
import { connect, meter, settings, waitUntil } from './vu.ts'

const { run, vus } = settings
/** One may say five things at once, and then one every two seconds. */
const SPEAKERS = Math.min(vus, 10)
const MESSAGES = 10
const EVERY_MS = 2_100
/** Time after the last message for it to arrive. */
const LISTEN_ON_MS = 5_000
const SETTLING_MS = 3_000

/** Each message carries the instant of its sending; each listener is to hear every message once. */
export const listen = async (allInAt: number): Promise<void> => {
  const { idInTest: vu } = exec.vu
  const speakAt = allInAt + SETTLING_MS
  await waitUntil(allInAt - (1_000 * (vus - vu)) / NEWCOMERS_PER_SECOND)
  const heard: string[] = []
  const member = new Racer({
    name: `${run}-l${vu}`,
    connect: () => connect(vu),
    meter,
    onMessage: message => {
      if (!('type' in message) || message.type !== 'chat') return
      const [of, sentAt, number = ''] = message.text.split(' ')
      if (of !== run) return
      heard.push(number)
      meter('chat_ms', Date.now() - Number(sentAt))
    },
  })
  let isIn = false
  try {
    await member.enter()
    isIn = true
    for (let i = 0; vu <= SPEAKERS && i < MESSAGES; i++) {
      await waitUntil(speakAt + i * EVERY_MS + (EVERY_MS * vu) / SPEAKERS)
      member.say(`${run} ${Date.now()} ${vu}.${i}`)
    }
    await waitUntil(speakAt + (MESSAGES + 1) * EVERY_MS + LISTEN_ON_MS)
  } finally {
    const isEachOnce = heard.length === SPEAKERS * MESSAGES && new Set(heard).size === heard.length
    meter('logged_in', isIn ? 1 : 0)
    meter('heard_all', isEachOnce ? 1 : 0)
    member.leave()
  }
}
