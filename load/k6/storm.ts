import exec from 'k6/execution'
import type { Options } from 'k6/options'
import { playTable } from './play-table.ts'
import { settings, waitUntil } from './vu.ts'

export { handleSummary } from './vu.ts'

const SETTLING_MS = 2_000
/** After the storm of logins, before the races: the drop is to find everybody typing. */
const ASK_AFTER_MS = 10_000
const DROP_AFTER_MS = 20_000

/**
 * Two storms. All VUs connect and log in at one instant; then, in the middle of their races, all of them lose their
 * connections at one instant and come back with their tokens at the next gateway. No race and no key may be lost.
 *
 *   npm run load -- storm --vus 500
 */
export const options: Options = {
  scenarios: {
    storm: { executor: 'per-vu-iterations', vus: settings.vus, iterations: 1, maxDuration: '10m' },
  },
  thresholds: {
    logged_in: ['rate==1'],
    came_back: ['rate==1'],
    back_ms: ['p(95)<3000'],
    relay_ms: ['p(95)<100'],
    race_ended: ['rate==1'],
    race_stored: ['rate==1'],
    refusals: ['count==0'],
  },
}

export const setup = () => Date.now() + SETTLING_MS

export default async (stormAt: number): Promise<void> => {
  await waitUntil(stormAt)
  await playTable({
    kinds: ['keys', 'keys'],
    isStorm: true,
    wpm: 45 + (exec.vu.idInTest % 15),
    onEntered: () => waitUntil(stormAt + ASK_AFTER_MS),
    onMatched: bot => 'drop' in bot && waitUntil(stormAt + DROP_AFTER_MS).then(() => bot.drop()),
  })
}
