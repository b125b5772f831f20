/**
 * A long day: races of every kind one after the other, a word in the lobby now and then, and in each tenth race a lost
 * connection. What grows with time shows in the process table that the runner prints.
 *
 *   npm run load -- soak --vus 100 --duration 3600
 */
import exec from 'k6/execution'
import { countBroken, enter, facing, raceThrough, twoRacers } from './lib/duel.js'
import { durationS, newcomersPerSecond, run, summaryTrendStats, vus } from './lib/settings.js'
import { checkStored } from './lib/stored.js'
import { summarize } from './lib/summary.js'
import { waitMs } from './lib/wait.js'

const TABLES = [
  ['keys', 'keys'],
  ['keys', 'claims'],
  ['claims', 'claims'],
]
const DROP_EACH = 10
const DROP_AFTER_MS = 4_000
const CHAT_EACH = 20

export const options = {
  summaryTrendStats,
  scenarios: {
    soak: { executor: 'constant-vus', vus, duration: `${durationS}s`, gracefulStop: '3m' },
  },
  thresholds: {
    race_ended: ['rate==1'],
    race_stored: ['rate==1'],
    came_back: ['rate==1'],
    relay_ms: ['p(95)<100'],
    start_skew_ms: ['p(99)<25'],
    refusals: ['count==0'],
  },
}

export default async function soak() {
  const vu = exec.vu.idInTest
  const round = exec.vu.iterationInScenario
  if (round === 0) await waitMs((1_000 * 2 * (vu - 1)) / newcomersPerSecond)
  const turn = vu + round
  const kinds = TABLES[turn % TABLES.length]
  const racers = facing(twoRacers(kinds, vu, round))
  let ids = []
  try {
    await enter(racers)
    if (turn % CHAT_EACH === 0) racers[0].say(`${run}: race ${round} of table ${vu}`)
    ids = await raceThrough(racers, {
      room: `${run}-${vu}-${round}`,
      wpm: 70 + ((vu * 7) % 40),
      seed: 2 * (vu + 1_000 * round),
      onStarted: racer => turn % DROP_EACH === 0 && setTimeout(() => racer.drop(), DROP_AFTER_MS),
    })
  } catch (error) {
    countBroken(racers, error)
  }
  for (const racer of racers) racer.leave()
  await checkStored(racers, ids, vu)
}

export const handleSummary = data => summarize('soak', data)
