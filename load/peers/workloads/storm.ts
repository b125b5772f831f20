import { crowd, disperse } from '../crowd.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import type { Target } from '../targets/target.ts'
import type { Figures, Workload } from '../workload.ts'

const CLIENTS = 5_000
/** As many as one machine may begin before the others have ended. */
const AT_ONCE = 1_000

/** All come at once: the time until the last is served, beside bare handshakes. */
export const storm: Workload = {
  name: 'storm',
  about: () => `${CLIENTS} clients`,
  rows: () => [
    { name: 'bare handshakes', start: () => startRelay('bare') },
    { name: 'ketik, logged in', start: () => startKetik() },
  ],
  measure: target => comeAll(target),
  columns: { ms: ['all served ms', 0], toBare: ['÷ bare', 2] },
  ratios: { to: 'bare handshakes', of: { toBare: 'ms' } },
  bars: [{ what: 'storm: logged in ÷ bare handshakes', row: 'ketik, logged in', figure: 'toBare', most: 2 }],
}

/** Refused ones reject, so that a time is only told when all were served. */
const comeAll = async (target: Target): Promise<Figures> => {
  const startedAt = performance.now()
  const clients = await crowd(target, CLIENTS, { atOnce: AT_ONCE })
  const ms = performance.now() - startedAt
  await disperse(clients)
  return { ms }
}
