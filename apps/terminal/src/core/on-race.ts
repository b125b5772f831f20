import {
  acknowledge,
  emptyOutbox,
  isOwnSeatDone,
  LOOK_MS,
  resendFrom,
  SNAPSHOT_WITHIN_MS,
  timerFired,
  timerSet,
} from '@ketik/client'
import type { GameOver, Matched, RaceOver, SeatChanged, Snapshot, Tick } from '@ketik/protocol'
import { isComplete } from '@ketik/race'
import { andThen, hush, look, type Step, send, step, wake, warn } from './effect.ts'
import type { Moment } from './event.ts'
import { flush } from './on-press.ts'
import { isPromptShut } from './prompt-guard.ts'
import { COUNT_FROM, isGoing, isSettled, newRace, ownFigures, type Race, typedAgain } from './race-state.ts'
import { clusterOffset, type State } from './state.ts'

const SECOND_MS = 1_000
/** Below this a better estimate of cluster time is not worth a jump between two keys. */
const DRIFT_MS = 25

/** A node's copy of the board is up to a second old; a busy cluster stores a result later than that. */
const BOARD_MS = 1_200
const BOARD_ASKS = 2

/** Matched: the race is shown, and opens by this program's own reading of cluster time. */
export const onMatched = (state: State, matched: Matched, moment: Moment): Step => {
  if (matched.race === undefined) return step(warn({ ...state, queue: null }, state.options.words.oldServer))
  const race = newRace(matched.race, clusterOffset(state))
  return countDown({ ...state, queue: null, race, focus: 'text' }, moment)
}

/** 3, 2, 1, open: each at its own instant of cluster time, whatever lines come or do not come. */
export const countDown = (state: State, { now }: Moment): Step => {
  const { race } = state
  if (race === null || race.count === 0) return step(state)
  const offsetMs = clusterOffset(state)
  const leftMs = race.view.startsAt - (now + offsetMs)
  const count = Math.max(0, Math.min(COUNT_FROM + 1, Math.ceil(leftMs / SECOND_MS)))
  const counted: State = { ...state, race: { ...race, offsetMs, count } }
  if (count === 0) return step(counted, look)
  return step(counted, wake('count', Math.ceil(leftMs - (count - 1) * SECOND_MS)))
}

export const onLook = (state: State, { now }: Moment): Step => {
  const isMoving =
    state.link.state === 'away' || state.queue !== null || isRunning(state.race) || isPromptShut(state, now)
  return step(state, ...(isMoving ? [look] : []))
}

const isRunning = (race: Race | null): boolean => race !== null && race.count === 0 && !isSettled(race)

/** This node holds our seat: go on from here, with every key that was typed meanwhile. */
export const onSnapshot = (state: State, snapshot: Snapshot, moment: Moment): Step => {
  // The connection was away or dropped before the server read that the player leaves.
  if (snapshot.race.id === state.leftRace) return step(state, hush('snapshot'), send({ type: 'leave_race' }))
  // The player went on to wait for another race.
  if (state.queue !== null && isOwnSeatDone(snapshot)) return step(state, hush('snapshot'))
  const isKnown = state.race?.view.id === snapshot.race.id
  const known = isKnown && state.race !== null ? state.race : newRace(snapshot.race, clusterOffset(state))
  const race = goOn({ ...known, view: snapshot.race, lost: false }, snapshot)
  const resumed: State = { ...state, race, queue: null, focus: isGoing(race) ? state.focus : 'prompt' }
  const told = isGoing(race) ? warn(resumed, state.options.words.resumed) : resumed
  const focused: State = isKnown ? told : { ...told, focus: isGoing(race) ? 'text' : 'prompt' }
  return andThen(andThen(step(focused, hush('snapshot'), look), flush), next => countDown(next, moment))
}

/** What was typed here wins, unless the cluster has more of it (this program may have been started anew). */
const goOn = (race: Race, { ack, keys, seats, race: view }: Snapshot): Race => {
  const isAhead = race.outbox.keys.length >= keys.length
  const outbox = isAhead ? race.outbox : { ...emptyOutbox, keys, acked: keys.length, sent: keys.length }
  const typing = isAhead ? race.typing : typedAgain(view.text.text, keys)
  const gone: Race = {
    ...race,
    typing,
    outbox: resendFrom(acknowledge(outbox, ack), ack),
    seats: race.seats.map(seat => seats.find(told => told.seat === seat.seat) ?? seat),
  }
  return isComplete(typing) ? { ...gone, own: ownFigures(gone) } : gone
}

/** Logged in again, and no node holds our seat: the race went on without us. */
export const onSnapshotDue = (state: State, { now }: Moment): Step => {
  const { race } = state
  if (race === null || state.link.state !== 'ready' || isSettled(race)) return step(state)
  const snapshotWait = timerFired(state.snapshotWait, now)
  if (snapshotWait.ranMs < SNAPSHOT_WITHIN_MS)
    return step({ ...state, snapshotWait: timerSet(snapshotWait, now, LOOK_MS) }, wake('snapshot', LOOK_MS))
  const lost: State = { ...state, race: { ...race, lost: true }, focus: 'prompt' }
  return step(warn(lost, state.options.words.seatLost), hush('batch'))
}

const ofRace = (state: State, id: string): Race | null => (state.race?.view.id === id ? state.race : null)

export const onTick = (state: State, tick: Tick): Step => {
  const race = ofRace(state, tick.race)
  if (race === null) return step(state)
  const told = new Map(tick.seats.map(([seat, correct, wpm]) => [seat, { correct, wpm }]))
  // Ticks carry the speed since the start. A finished seat has its final speed, which stays.
  const seats = race.seats.map(seat =>
    seat.state === 'finished' ? seat : { ...seat, ...told.get(seat.seat) },
  )
  const outbox = tick.ack === undefined ? race.outbox : acknowledge(race.outbox, tick.ack)
  const offsetMs = clusterOffset(state)
  const drifted = Math.abs(offsetMs - race.offsetMs) > DRIFT_MS
  return step({
    ...state,
    race: { ...race, seats, outbox, offsetMs: drifted ? offsetMs : race.offsetMs },
  })
}

export const onSeat = (state: State, { type: _, race: id, ...seat }: SeatChanged): Step => {
  const race = ofRace(state, id)
  if (race === null) return step(state)
  const seats = race.seats.map(one => (one.seat === seat.seat ? seat : one))
  return step({ ...state, race: { ...race, seats } })
}

/** A leaderboard follows each outcome. */
export const onGameOver = (state: State, outcome: GameOver): Step => {
  const boardsDue: State['boardsDue'] = [...state.boardsDue, 'told']
  // The server refused to queue the player for the next race until now.
  if (outcome.race === state.leftRace)
    return step(
      { ...state, boardsDue },
      ...(state.queue === null ? [] : [send({ type: 'req_matchmaking', ...state.queue.wish })]),
    )
  const race = ofRace(state, outcome.race)
  if (race === null) return step({ ...state, boardsDue })
  return step(settled({ ...state, boardsDue, race: { ...race, outcome } }))
}

export const onRaceOver = (state: State, { race: id, standings }: RaceOver): Step => {
  const race = ofRace(state, id)
  if (race === null) return step(state)
  const over: State = { ...state, race: { ...race, standings }, boardAsks: BOARD_ASKS }
  return step(settled(over), hush('batch'), wake('board', BOARD_MS))
}

export const onBoardDue = (state: State): Step => {
  const boardAsks = state.boardAsks - 1
  const asked: State = { ...state, boardAsks, boardsDue: [...state.boardsDue, 'told'] }
  return state.link.state === 'ready'
    ? step(asked, send({ type: 'req_leaderboard' }), ...(boardAsks > 0 ? [wake('board', 2 * BOARD_MS)] : []))
    : step({ ...state, boardAsks: 0 })
}

/** Once nothing can be typed any more, keys are for the prompt. */
const settled = (state: State): State =>
  state.race !== null && !isGoing(state.race) ? { ...state, focus: 'prompt' } : state
