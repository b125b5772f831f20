import { humanKeys } from '../../../infra/test/typist.ts'
import { ClaimingRacer } from './claiming-racer.js'
import { KeyedRacer } from './keyed-racer.js'
import * as metrics from './metrics.js'
import { run } from './settings.js'

const MATCH_WITHIN_MS = 30_000
const END_WITHIN_MS = 120_000

/** Why a race ends that was typed to its end: contract A says so, v1 gives no reason. */
const ENDED_BY_TYPING = ['finish', undefined]

const KINDS = { keys: KeyedRacer, claims: ClaimingRacer }

/** Two players of the given kinds, at doors next to each other. */
export const twoRacers = (kinds, vu, race) =>
  kinds.map((kind, i) => new KINDS[kind](`${run}-${vu}-${race}-${i}`, vu + i))

/** Two who will race each other: each one's updates are measured where the other one is shown them. */
export const facing = ([one, other]) => {
  one.opponent = other.updates
  other.opponent = one.updates
  return [one, other]
}

export const enter = async racers => {
  await Promise.all(racers.map(racer => racer.enter()))
  await Promise.all(racers.map(racer => racer.measureClock()))
}

/**
 * A whole race from the queue to its end. Two who name the same room race each other; without one each races whom the
 * queue gives it. Answers the race's id.
 */
export const raceThrough = async (racers, { room, wpm, seed, onStarted = () => {} }) => {
  const askedAt = Date.now()
  for (const racer of racers) racer.ask(room === undefined ? {} : { room })
  const outcomes = await Promise.all(
    racers.map(async (racer, i) => {
      metrics.matchMs.add((await racer.matched(MATCH_WITHIN_MS)) - askedAt)
      // Who has the text already works its keys out before the start: many VUs start at one instant.
      const keysOf = text => humanKeys(text, wpm + 10 * i, seed + i)
      const known = racer.text === '' ? undefined : keysOf(racer.text)
      const startedAt = await racer.started()
      onStarted(racer)
      await racer.type(known ?? keysOf(racer.text))
      return { ...(await racer.ended(END_WITHIN_MS)), startedAt }
    }),
  )
  if (room !== undefined) metrics.startSkewMs.add(Math.abs(outcomes[0].startedAt - outcomes[1].startedAt))
  for (const outcome of outcomes) {
    const isResult = ENDED_BY_TYPING.includes(outcome.reason) && ['won', 'lost'].includes(outcome.result)
    metrics.raceEnded.add(isResult)
    if (!isResult) console.error(`${outcome.race} ended as ${JSON.stringify(outcome)}`)
  }
  return outcomes.map(({ race }) => race)
}

/** Counts a race that broke for whoever was in it. */
export const countBroken = (racers, error) => {
  console.error(`${racers.map(({ name }) => name).join(' and ')}: ${error.message ?? error}`)
  for (const _ of racers) metrics.raceEnded.add(false)
}
