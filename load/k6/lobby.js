/**
 * Chat fan-out: every VU listens to the lobby over one gateway or another, a few also speak. Each message carries the
 * instant of its sending; each listener is to hear every message once.
 *
 *   npm run load -- lobby --vus 500
 */
import exec from 'k6/execution'
import { KeyedRacer } from './lib/keyed-racer.js'
import * as metrics from './lib/metrics.js'
import { newcomersPerSecond, run, summaryTrendStats, vus } from './lib/settings.js'
import { summarize } from './lib/summary.js'
import { waitUntil } from './lib/wait.js'

/** One may say five things at once, and then one every two seconds. */
const SPEAKERS = Math.min(vus, 10)
const MESSAGES = 10
const EVERY_MS = 2_100
/** Time after the last message for it to arrive. */
const LISTEN_ON_MS = 5_000
const SETTLING_MS = 3_000

export const options = {
  summaryTrendStats,
  scenarios: { lobby: { executor: 'per-vu-iterations', vus, iterations: 1, maxDuration: '10m' } },
  thresholds: {
    logged_in: ['rate==1'],
    heard_all: ['rate==1'],
    chat_ms: ['p(95)<250'],
    refusals: ['count==0'],
  },
}

/** All VUs share one clock, so instants are enough to act together. */
export const setup = () => {
  const firstAt = Date.now() + (1_000 * vus) / newcomersPerSecond
  return { firstAt, speakAt: firstAt + SETTLING_MS }
}

export default async function lobby({ firstAt, speakAt }) {
  const vu = exec.vu.idInTest
  await waitUntil(firstAt - (1_000 * (vus - vu)) / newcomersPerSecond)
  const member = new KeyedRacer(`${run}-l${vu}`, vu)
  const heard = new Set()
  member.onChat = ({ text }, at) => {
    const [of, sentAt, number] = text.split(' ')
    if (of !== run) return
    if (heard.has(number)) throw new Error(`heard twice: ${text}`)
    heard.add(number)
    metrics.chatMs.add(at - Number(sentAt))
  }
  try {
    await member.enter()
    metrics.loggedIn.add(true)
  } catch (error) {
    console.error(`${member.name}: ${error.message}`)
    metrics.loggedIn.add(false)
    metrics.heardAll.add(false)
    return
  }
  for (let i = 0; vu <= SPEAKERS && i < MESSAGES; i++) {
    await waitUntil(speakAt + i * EVERY_MS + (EVERY_MS * vu) / SPEAKERS)
    member.say(`${run} ${Date.now()} ${vu}.${i}`)
  }
  await waitUntil(speakAt + (MESSAGES + 1) * EVERY_MS + LISTEN_ON_MS)
  metrics.heardAll.add(heard.size === SPEAKERS * MESSAGES)
  member.leave()
}

export const handleSummary = data => summarize('lobby', data)
