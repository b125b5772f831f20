import { SharedCluster } from '@ketik/cluster'
import { RaceJobs, Settling } from '@ketik/matchmaker/parts'
import { isRefusal, type RaceCommand, type RacePlan } from '@ketik/race'
import { createLog } from '@ketik/runtime'
import { type OpenScores, openScores } from '@ketik/scores'
import { type PostgresRelay, relayToPostgres } from '@ketik/scores/test/relay-to-postgres'
import { type ScratchScores, scratchScores } from '@ketik/scores/test/scratch-scores'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testRedis } from '../services.ts'

const log = createLog('test', 'silent')
const START = Date.UTC(2026, 10, 21, 12)
const FIGURES = {
  wpm: 80,
  raceWpm: 79,
  raw: null,
  accuracy: null,
  consistency: null,
  timed: 'arrival',
} as const

let scratch: ScratchScores
let relay: PostgresRelay
let scores: OpenScores
let cluster: SharedCluster
let jobs: RaceJobs

beforeAll(async () => {
  scratch = await scratchScores()
  relay = await relayToPostgres(scratch.url)
  scores = openScores({ databaseUrl: relay.url, poolMax: 1 })
  await scores.ping()
  const { url: redisUrl, prefix } = testRedis()
  cluster = await SharedCluster.connect({ redisUrl, prefix, role: 'matchmaker' }, log)
  jobs = new RaceJobs(cluster, new Settling(cluster, scores, log), log)
})
afterAll(async () => {
  await cluster.close()
  await scores.close()
  await relay.close()
  await scratch.close()
})

const planOf = (id: string, ...names: readonly string[]): RacePlan => ({
  id,
  text: { id: 't1', lang: 'en', text: 'ketik ya', source: 'test', licence: 'CC0' },
  startsAt: START,
  endsAt: START + 60_000,
  seats: names.map(username => ({
    player: username,
    username,
    timed: 'arrival',
    creditMs: 0,
    resumable: false,
  })),
})

const raceOf = async (id: string, ...names: readonly string[]) => {
  await cluster.races.create(
    planOf(id, ...names),
    names.map(() => 'g1'),
  )
  const apply = async (command: RaceCommand) => {
    const answer = await cluster.races.apply(id, command)
    if (answer === undefined || isRefusal(answer)) throw new Error(`refused: ${JSON.stringify(answer)}`)
  }
  return {
    finish: (seat: number, ms: number) =>
      apply({
        type: 'finish-seat',
        seat,
        epoch: 1,
        finishedAt: START + ms,
        at: START + ms,
        figures: FIGURES,
        review: false,
      }),
    leave: (seat: number, ms: number) =>
      apply({ type: 'leave-seat', seat, epoch: 1, reason: 'left', at: START + ms }),
  }
}

/** The statements that some work takes. */
const tripsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = relay.roundTrips()
  await work()
  return relay.roundTrips() - before
}

const finishJob = (race: string, seat: number) => jobs.run({ kind: 'finish', race, seat })

it('[SCORES-38] a race alone takes a statement for each finish and one for its end', async () => {
  const { finish, leave } = await raceOf('alone', 'A', 'B', 'C')
  await finish(0, 20_000)
  expect(await tripsOf(() => finishJob('alone', 0))).toBe(1)
  await finish(2, 21_000)
  expect(await tripsOf(() => finishJob('alone', 2))).toBe(1)
  expect(await scratch.scores.raceResults('alone')).toMatchObject({
    endedAt: null,
    rows: [{ seat: 0 }, { seat: 2 }],
  })
  await leave(1, 30_000)
  expect(await tripsOf(() => jobs.run({ kind: 'settle', race: 'alone' }))).toBe(1)
  const { endedAt, rows } = (await scratch.scores.raceResults('alone')) ?? {}
  expect(endedAt).toBe(START + 30_000)
  expect(rows).toMatchObject([{ place: 1, won: true }, { state: 'left' }, { place: 2, won: false }])
})

it('[SCORES-38] the last finish is the end, and nothing is stored again by the jobs that come after it', async () => {
  const { finish } = await raceOf('last', 'D', 'E')
  await finish(0, 20_000)
  await finish(1, 20_050)
  expect(await tripsOf(() => finishJob('last', 0))).toBe(1)
  expect((await scratch.scores.raceResults('last'))?.rows).toMatchObject([{ place: 1 }, { place: 2 }])
  const again = async () => {
    await finishJob('last', 1)
    await jobs.run({ kind: 'settle', race: 'last' })
    await jobs.run({ kind: 'deadline', race: 'last' })
  }
  expect(await tripsOf(again)).toBe(0)
})

it('[SCORES-38] the job of a finish that the record does not have yet stores nothing', async () => {
  const { finish } = await raceOf('early', 'F', 'G')
  expect(await tripsOf(() => finishJob('early', 0))).toBe(0)
  await finish(1, 20_000)
  expect(await tripsOf(() => finishJob('early', 0))).toBe(0)
  expect(await tripsOf(() => finishJob('gone', 0))).toBe(0)
})

it('[SCORES-36] finishes and ends that come while a statement is under way go into the next one', async () => {
  const races = Array.from({ length: 60 }, (_, n) => `many-${n}`)
  for (const [n, id] of races.entries()) {
    const { finish } = await raceOf(id, `M${n}`, `N${n}`)
    await finish(0, 20_000)
    await finish(1, 20_100)
  }
  const trips = await tripsOf(() => Promise.all(races.flatMap(id => [finishJob(id, 0), finishJob(id, 1)])))
  expect(trips).toBeLessThan(races.length / 2)
  const stored = await scratch.sql('select 1 from races where id like $1 and ended_at is not null', [
    'many-%',
  ])
  expect(stored).toHaveLength(races.length)
})
