import exec from 'k6/execution'
import type { Options } from 'k6/options'
import { RACE_THRESHOLDS } from '../measures/metrics.ts'
import { playTable } from './play-table.ts'
import { settings } from './vu.ts'

export { handleSummary } from './vu.ts'

/**
 * Whole races over WebSocket: each VU plays both seats of a duel, from connections to two gateways, so that what one
 * sends and the other is shown are measured by one clock. A quarter of the VUs lets the public queue choose instead.
 *
 *   npm run load -- race --vus 500
 */
export const options: Options = {
  scenarios: {
    races: {
      executor: 'per-vu-iterations',
      vus: settings.vus,
      iterations: settings.races,
      maxDuration: '15m',
      gracefulStop: '5s',
    },
  },
  thresholds: { ...RACE_THRESHOLDS, race_stored: ['rate==1'] },
}

/** Who sits at a VU's table, by turns. */
const TABLES = [
  { kinds: ['keys', 'keys'] },
  { kinds: ['keys', 'claims'] },
  { kinds: ['claims', 'claims'] },
  { kinds: ['keys', 'claims'], isPublic: true },
] as const

export default () => playTable(TABLES[exec.vu.idInTest % TABLES.length] ?? TABLES[0])
