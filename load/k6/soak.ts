import exec from 'k6/execution'
import type { Options } from 'k6/options'
import { RACE_THRESHOLDS } from '../measures/metrics.ts'
import { playTable } from './play-table.ts'
import { settings } from './vu.ts'

export { handleSummary } from './vu.ts'

const TABLES = [
  ['keys', 'keys'],
  ['keys', 'claims'],
  ['claims', 'claims'],
] as const
const DROP_EACH = 10
const DROP_AFTER_MS = 4_000
const CHAT_EACH = 20

/**
 * A long day: races of every kind one after the other, a word in the lobby now and then, and in each tenth race a lost
 * connection. What grows with time shows in the process table that the runner prints.
 *
 *   npm run load -- soak --vus 100 --duration 3600
 */
export const options: Options = {
  scenarios: {
    soak: {
      executor: 'constant-vus',
      vus: settings.vus,
      duration: `${settings.durationS}s`,
      gracefulStop: '3m',
    },
  },
  thresholds: { ...RACE_THRESHOLDS, race_stored: ['rate==1'], came_back: ['rate==1'] },
}

export default async (): Promise<void> => {
  const { idInTest: vu, iterationInScenario: round } = exec.vu
  const turn = vu + round
  await playTable({
    kinds: TABLES[turn % TABLES.length] ?? TABLES[0],
    onEntered: ([one]) => {
      if (turn % CHAT_EACH === 0) one?.say(`${settings.run}: race ${round} of table ${vu}`)
    },
    onMatched: bot => {
      if (turn % DROP_EACH === 0 && 'drop' in bot)
        setTimeout(() => bot.drop(), bot.untilStartMs + DROP_AFTER_MS)
    },
  })
}
