/**
 * Whole races over WebSocket: each VU plays both seats of a duel, from connections to two gateways, so that what one
 * sends and the other is shown are measured by one clock. A quarter of the VUs lets the public queue choose instead.
 *
 *   npm run load -- race --vus 500
 */
import exec from 'k6/execution'
import { countBroken, enter, facing, raceThrough, twoRacers } from './lib/duel.js'
import { newcomersPerSecond, races, run, summaryTrendStats, vus } from './lib/settings.js'
import { checkStored } from './lib/stored.js'
import { summarize } from './lib/summary.js'
import { waitMs } from './lib/wait.js'

export const options = {
  summaryTrendStats,
  scenarios: {
    races: { executor: 'per-vu-iterations', vus, iterations: races, maxDuration: '15m', gracefulStop: '5s' },
  },
  thresholds: {
    race_ended: ['rate==1'],
    race_stored: ['rate==1'],
    relay_ms: ['p(95)<100'],
    start_skew_ms: ['p(99)<25'],
    refusals: ['count==0'],
  },
}

/** Who sits at a VU's table, by turns. */
const TABLES = [
  { kinds: ['keys', 'keys'], isPublic: false },
  { kinds: ['keys', 'claims'], isPublic: false },
  { kinds: ['claims', 'claims'], isPublic: false },
  { kinds: ['keys', 'claims'], isPublic: true },
]

export default async function race() {
  const vu = exec.vu.idInTest
  const round = exec.vu.iterationInScenario
  if (round === 0) await waitMs((1_000 * 2 * (vu - 1)) / newcomersPerSecond)
  const { kinds, isPublic } = TABLES[vu % TABLES.length]
  const racers = isPublic ? twoRacers(kinds, vu, round) : facing(twoRacers(kinds, vu, round))
  let ids = []
  try {
    await enter(racers)
    const room = isPublic ? undefined : `${run}-${vu}-${round}`
    ids = await raceThrough(racers, { room, wpm: 70 + ((vu * 7) % 40), seed: 2 * (vu + 1_000 * round) })
  } catch (error) {
    countBroken(racers, error)
  }
  for (const racer of racers) racer.leave()
  await checkStored(racers, ids, vu)
}

export const handleSummary = data => summarize('race', data)
