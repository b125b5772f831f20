import { acknowledge, emptyOutbox, isOwnSeatDone, type Outbox, resendFrom } from '@ketik/client'
import type {
  GameOver,
  Matched,
  RaceOver,
  RaceView,
  SeatChanged,
  SeatView,
  Snapshot,
  Tick,
} from '@ketik/protocol'
import { createTyping, press, type Typing } from '@ketik/race'
import { andThen, hush, type Step, send, step, wake } from './effect.ts'
import type { Moment } from './message.ts'
import { flush, wordAt } from './on-press.ts'
import { type Race, withKeys } from './race-state.ts'
import { hushed, sayPolitely } from './saying.ts'
import { clusterOffset, type World } from './world.ts'

const SECOND_MS = 1_000
const COUNT_FROM = 3
/** Below this a better estimate of cluster time is not worth a jump between two keys. */
const DRIFT_MS = 25

export const racePath = (id: string): string => `/race/${id}`

const lineUp = ({ seats }: RaceView): readonly SeatView[] =>
  seats.map((_, seat) => ({ seat, state: 'racing', correct: 0, wpm: 0 }))

const newRace = (world: World, view: RaceView): Race => ({
  view,
  offsetMs: clusterOffset(world),
  count: COUNT_FROM + 1,
  typing: createTyping(view.text.text),
  outbox: emptyOutbox,
  down: new Map(),
  seats: lineUp(view),
  finishedMs: null,
  figures: null,
  outcome: null,
  standings: null,
  lost: false,
  hint: null,
})

/** Matched: the race is shown, and opens by this page's own reading of cluster time. */
export const onMatched = (world: World, matched: Matched, moment: Moment): Step => {
  if (matched.race === undefined) return step({ ...world, queue: null, notice: { kind: 'old-server' } })
  const race = newRace(world, matched.race)
  const said = hushed(world.said)
  return andThen(
    step({ ...world, queue: null, notice: null, said, race }, { do: 'go', path: racePath(race.view.id) }),
    next => tickCount(next, moment),
  )
}

/**
 * 3, 2, 1, open: each at its own instant of cluster time, whatever frames come or do not come. A key or a frame also
 * tells the time, since the timer of the countdown may be late.
 */
export const tickCount = (world: World, { now }: Moment): Step => {
  const { race } = world
  if (race === null || race.count === 0) return step(world)
  const offsetMs = clusterOffset(world)
  const leftMs = race.view.startsAt - (now + offsetMs)
  const count = Math.max(0, Math.ceil(leftMs / SECOND_MS))
  if (count === race.count) return step(world, wake('count', leftMs - (count - 1) * SECOND_MS))
  const counted: World = { ...world, race: { ...race, offsetMs, count } }
  if (count === 0) {
    const said = sayPolitely(world.said, { say: 'opened', word: wordAt(race.typing) })
    return step({ ...counted, said }, { do: 'sound', sound: 'go' })
  }
  const next = wake('count', leftMs - (count - 1) * SECOND_MS)
  if (count > COUNT_FROM) return step(counted, next)
  const said = sayPolitely(world.said, { say: 'count', value: count })
  return step({ ...counted, said }, { do: 'sound', sound: 'count' }, next)
}

/** This node holds our seat: go on from here, with every key that was typed meanwhile. */
export const onSnapshot = (world: World, snapshot: Snapshot, moment: Moment): Step => {
  // The connection dropped before the server read that the player leaves.
  if (snapshot.race.id === world.leftRace) return step(world, hush('snapshot'), send({ type: 'leave_race' }))
  const isOver = isOwnSeatDone(snapshot)
  // The player went on to wait for another race.
  if (isOver && world.queue !== null) return step(world, hush('snapshot'))
  const before = world.race?.view.id === snapshot.race.id ? world.race : null
  const known = before ?? newRace(world, snapshot.race)
  const isAhead = known.outbox.keys.length >= snapshot.keys.length
  const outbox = isAhead ? known.outbox : replayed(snapshot)
  const typing = isAhead ? known.typing : typedAgain(snapshot)
  const race: Race = {
    ...withKeys(known, typing, resendFrom(acknowledge(outbox, snapshot.ack), snapshot.ack)),
    view: snapshot.race,
    seats: known.seats.map((seat, index) => snapshot.seats.find(told => told.seat === index) ?? seat),
    lost: false,
  }
  const path = racePath(race.view.id)
  // A player who went on from a race that is over is not taken back to it.
  const move = isOver && before !== null ? [] : [{ do: 'resume', path } as const]
  const resumed = step({ ...world, race, queue: null }, hush('snapshot'), ...move)
  return andThen(andThen(resumed, flush), next => tickCount(next, moment))
}

const replayed = ({ keys }: Snapshot): Outbox => ({
  ...emptyOutbox,
  keys,
  acked: keys.length,
  sent: keys.length,
})

const typedAgain = ({ race, keys }: Snapshot): Typing => {
  const typing = createTyping(race.text.text)
  for (const [, key] of keys) press(typing, key)
  return typing
}

export const onTick = (world: World, tick: Tick): Step => {
  const { race } = world
  if (race === null || race.view.id !== tick.race) return step(world)
  const told = new Map(tick.seats.map(([seat, correct, wpm]) => [seat, { correct, wpm }]))
  const seats = told.size === 0 ? race.seats : race.seats.map(seat => ticked(seat, told.get(seat.seat)))
  const outbox = tick.ack === undefined ? race.outbox : acknowledge(race.outbox, tick.ack)
  return step({ ...world, race: { ...race, seats, outbox, offsetMs: followClock(world, race) } })
}

/** Ticks carry the speed since the start. A finished seat has its official speed, which stays. */
const ticked = (seat: SeatView, told: Pick<SeatView, 'correct' | 'wpm'> | undefined): SeatView =>
  seat.state === 'finished' ? { ...seat, ...told, wpm: seat.wpm } : { ...seat, ...told }

const followClock = (world: World, race: Race): number => {
  const offsetMs = clusterOffset(world)
  return Math.abs(offsetMs - race.offsetMs) > DRIFT_MS ? offsetMs : race.offsetMs
}

export const onSeat = (world: World, { type: _, race: id, ...seat }: SeatChanged): Step => {
  const { race } = world
  if (race === null || race.view.id !== id) return step(world)
  const before = race.seats[seat.seat]
  const seats = race.seats.map(one => (one.seat === seat.seat ? seat : one))
  const changed: World = { ...world, race: { ...race, seats } }
  const isNews = before?.state !== seat.state && (seat.state === 'away' || seat.state === 'left')
  const username = race.view.seats[seat.seat]?.username
  if (!isNews || username === undefined || seat.seat === race.view.seat) return step(changed)
  const said = sayPolitely(world.said, { say: 'seat', username, state: seat.state as 'away' | 'left' })
  return step({ ...changed, said })
}

export const onGameOver = (world: World, outcome: GameOver): Step => {
  const { race } = world
  if (race === null || race.view.id !== outcome.race) return step(world)
  return step({ ...world, race: { ...race, outcome }, said: sayPolitely(world.said, { say: 'outcome' }) })
}

export const onRaceOver = (world: World, over: RaceOver): Step => {
  const { race } = world
  if (race === null || race.view.id !== over.race) return step(world)
  return step({ ...world, race: { ...race, standings: over.standings } }, hush('batch'), hush('count'))
}
