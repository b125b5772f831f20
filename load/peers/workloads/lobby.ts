import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../../infra/test/quantile.ts'
import { table } from '../../../infra/test/table.ts'
import { cpuMs } from '../../measures/process-usage.ts'
import { bareCrowd, type Client, disperse, ketikCrowd } from '../crowd.ts'
import { frameOf } from '../generator/raw-socket.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import type { Target } from '../targets/target.ts'
import { atMost, type Verdict } from '../verdict.ts'

const CLIENTS = 500
const PER_SECOND = 5
const AT_ONCE = 32
const WARM_UP_S = 3

/** CPU of all servers and Redis for each message that reached a client. */
export const measureLobby = async (
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  say: (line: string) => void,
) => {
  const figures: { readonly ketikUs: number; readonly bareUs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const bare = await startRelay('bare-publish')
    const bareUs = await talk(bare, seconds, onText => bareCrowd(bare.ports, CLIENTS, AT_ONCE, onText))
    const ketik = await startKetik()
    const ketikUs = await talk(ketik, seconds, onText => ketikCrowd(ketik.ports, CLIENTS, AT_ONCE, onText))
    figures.push({ ketikUs, bareUs })
    say(`round ${round + 1}: bare ${bareUs.toFixed(1)} µs, ketik ${ketikUs.toFixed(1)} µs`)
  }
  const toBare = median(figures.map(({ ketikUs, bareUs }) => ketikUs / bareUs))
  const row = (target: string, us: number, ratio: number) => [target, us.toFixed(1), ratio.toFixed(2)]
  const rows = [
    row('bare publish', median(figures.map(({ bareUs }) => bareUs)), 1),
    row('ketik', median(figures.map(({ ketikUs }) => ketikUs)), toBare),
  ]
  const text = `${CLIENTS} clients, ${PER_SECOND} messages/s, ${seconds} s × ${rounds}\n\n`
  const verdicts: readonly Verdict[] = [
    atMost('lobby: CPU per delivered message ÷ bare publish', 1.2, toBare),
  ]
  return { figures, verdicts, text: text + table(['target', 'CPU/delivered µs', '÷ bare'], rows) }
}

const talk = async (
  target: Target,
  seconds: number,
  gather: (onText: (name: string, text: string) => void) => Promise<readonly Client[]>,
): Promise<number> => {
  let delivered = 0
  const used = () => target.pids.reduce((sum, pid) => sum + cpuMs(pid), 0)
  try {
    const clients = await gather((_, text) => {
      if (text.startsWith('{"type":"chat"')) delivered += 1
    })
    await speak(clients, WARM_UP_S)
    const [before, deliveredBefore] = [used(), delivered]
    await speak(clients, seconds)
    const spent = used() - before
    const count = delivered - deliveredBefore
    const due = PER_SECOND * seconds * CLIENTS
    if (count < due * 0.98) throw new Error(`${target.name}: ${count} of ${due} messages were delivered`)
    await disperse(clients)
    return (spent * 1_000) / count
  } finally {
    await target.close()
  }
}

let said = 0

const speak = async (clients: readonly Client[], seconds: number): Promise<void> => {
  for (let i = 0; i < PER_SECOND * seconds; i++) {
    said += 1
    const text = `{"type":"chat","text":"good luck to all, this is message ${said}"}`
    clients[(said * 7) % clients.length]?.socket.send(frameOf(text))
    await pause(1_000 / PER_SECOND)
  }
}
