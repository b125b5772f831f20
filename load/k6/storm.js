/**
 * Two storms. All VUs connect and log in at one instant; then, in the middle of their races, all of them lose their
 * connections at one instant and come back with their tokens at the next gateway. No race and no key may be lost.
 *
 *   npm run load -- storm --vus 500
 */
import exec from 'k6/execution'
import { countBroken, enter, facing, raceThrough, twoRacers } from './lib/duel.js'
import * as metrics from './lib/metrics.js'
import { run, summaryTrendStats, vus } from './lib/settings.js'
import { checkStored } from './lib/stored.js'
import { summarize } from './lib/summary.js'
import { waitUntil } from './lib/wait.js'

const SETTLING_MS = 2_000
/** After the storm of logins, before the races: the drop is to find everybody typing. */
const ASK_AFTER_MS = 10_000
const DROP_AFTER_MS = 20_000

export const options = {
  summaryTrendStats,
  scenarios: { storm: { executor: 'per-vu-iterations', vus, iterations: 1, maxDuration: '10m' } },
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

export const setup = () => ({ stormAt: Date.now() + SETTLING_MS })

export default async function storm({ stormAt }) {
  const vu = exec.vu.idInTest
  const racers = facing(twoRacers(['keys', 'keys'], vu, 0))
  await waitUntil(stormAt)
  try {
    await enter(racers)
    for (const _ of racers) metrics.loggedIn.add(true)
  } catch (error) {
    countBroken(racers, error)
    for (const _ of racers) metrics.loggedIn.add(false)
    return
  }
  await waitUntil(stormAt + ASK_AFTER_MS)
  const dropping = waitUntil(stormAt + DROP_AFTER_MS).then(() => {
    for (const racer of racers) racer.drop()
  })
  let ids = []
  try {
    ids = await raceThrough(racers, { room: `${run}-${vu}`, wpm: 45 + (vu % 15), seed: 2 * vu })
  } catch (error) {
    countBroken(racers, error)
  }
  await dropping
  for (const racer of racers) racer.leave()
  await checkStored(racers, ids, vu)
}

export const handleSummary = data => summarize('storm', data)
