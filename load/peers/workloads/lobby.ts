import { cpuMsOf } from '../../measures/process-usage.ts'
import { type Client, crowd, disperse } from '../crowd.ts'
import { evenly } from '../evenly.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import type { Target } from '../targets/target.ts'
import type { Figures, Workload } from '../workload.ts'

const CLIENTS = 500
const PER_SECOND = 5
const WARM_UP_S = 3

/** CPU of all servers and Redis for each message that reached a client. */
export const lobby: Workload = {
  name: 'lobby',
  about: ({ seconds, rounds }) => `${CLIENTS} clients, ${PER_SECOND} messages/s, ${seconds} s × ${rounds}`,
  rows: () => [
    { name: 'bare publish', start: () => startRelay('bare', 'relay', { LOBBY: 'yes' }) },
    { name: 'ketik', start: () => startKetik() },
  ],
  measure: (target, _, { seconds }) => talk(target, seconds),
  columns: { us: ['CPU/delivered µs', 1], toBare: ['÷ bare', 2] },
  ratios: { to: 'bare publish', of: { toBare: 'us' } },
  bars: [
    { what: 'lobby: CPU per delivered message ÷ bare publish', row: 'ketik', figure: 'toBare', most: 1.2 },
  ],
}

const talk = async (target: Target, seconds: number): Promise<Figures> => {
  let delivered = 0
  const onText = (_: string, text: string) => {
    if (text.startsWith('{"type":"chat"')) delivered += 1
  }
  const clients = await crowd(target, CLIENTS, { atOnce: 32, onText })
  await speak(clients, WARM_UP_S)
  const before = cpuMsOf(target.pids)
  delivered = 0
  await speak(clients, seconds)
  const spentMs = cpuMsOf(target.pids) - before
  const due = PER_SECOND * seconds * CLIENTS
  if (delivered < due * 0.98) throw new Error(`${delivered} of ${due} messages were delivered`)
  await disperse(clients)
  return { us: (spentMs * 1_000) / delivered }
}

let said = 0

const speak = (clients: readonly Client[], seconds: number): Promise<void> =>
  evenly([...Array(PER_SECOND * seconds).keys()], seconds * 1_000, () => {
    said += 1
    const text = `{"type":"chat","text":"good luck to all, this is message ${said}"}`
    clients[(said * 7) % clients.length]?.wire.send(text)
  })
