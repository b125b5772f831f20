import { assertNever } from './assert-never.ts'
import { isInGrace } from './is-in-grace.ts'
import { CLOSE_AFTER_WINNER_MS, CLOSE_WINNER_FACTOR, GRACE_MS } from './limits.ts'
import { fixPlaces } from './places.ts'
import {
  type ActiveSeat,
  isActive,
  isOver,
  type LeaveReason,
  type LeftSeat,
  type Race,
  type Seat,
} from './race.ts'
import type { FinishSeat, RaceCommand, RaceRefusal, SeatCommand } from './race-commands.ts'
import { isRefusal, refuse } from './refusal.ts'

/**
 * The record after a command, one version on, with every place fixed that the command's instant allows; or
 * the refusal. A command that would change nothing is refused, so a repeat does no harm.
 */
export function applyToRace(race: Race, command: RaceCommand): Race | RaceRefusal {
  if (race.cancelledAt !== undefined) return refuse('already-over')
  const changed = change(race, command)
  if (isRefusal(changed)) return changed
  const fixed = fixPlaces(noteLastStanding(changed), command.at)
  return fixed === race ? refuse('too-early') : { ...fixed, version: race.version + 1 }
}

function change(race: Race, command: RaceCommand): Race | RaceRefusal {
  switch (command.type) {
    case 'take-seat':
    case 'seat-away':
    case 'finish-seat':
    case 'leave-seat':
    case 'end-grace':
      return changeSeat(race, command)
    case 'stop-seat': {
      const stopped = changeSeat(race, command)
      if (isRefusal(stopped) || stopped.seats.some(seat => isActive(seat) && seat.progress === undefined)) {
        return stopped
      }
      return closed(stopped, command.at, [])
    }
    case 'decide':
      return isOver(race) ? refuse('already-over') : race
    case 'close':
      if (isOver(race)) return refuse('already-over')
      if (command.at < race.closesAt) return refuse('too-early')
      return closed(race, command.at, command.progress ?? [])
    case 'cancel':
      if (isOver(race)) return refuse('already-over')
      if (command.at >= race.plan.startsAt) return refuse('already-started')
      // Whoever left has lost by now, and an outcome never changes.
      return race.seats.every(isActive) ? { ...race, cancelledAt: command.at } : refuse('already-decided')
    default:
      return assertNever(command)
  }
}

function closed(race: Race, at: number, known: readonly number[]): Race {
  const seats = race.seats.map((seat, number): Seat => {
    if (!isActive(seat)) return seat
    const progress = seat.progress ?? percentOf(known[number])
    return { ...left(seat, at, 'timeout'), progress, ...graceOf(race, seat) }
  })
  return { ...race, seats }
}

function graceOf(race: Race, seat: ActiveSeat): Pick<LeftSeat, 'inGrace'> {
  return isInGrace(race, seat) ? { inGrace: true } : {}
}

function percentOf(progress = 0): number {
  return Number.isFinite(progress) ? Math.min(100, Math.max(0, progress)) : 0
}

function changeSeat(race: Race, command: SeatCommand): Race | RaceRefusal {
  const seat = race.seats[command.seat]
  if (seat === undefined) return refuse('no-such-seat')
  if (!isActive(seat)) return followPlayer(race, seat, command)
  const holder = command.type === 'take-seat' ? undefined : command.epoch
  if (holder !== undefined && holder !== seat.epoch) return refuse('stale-epoch')
  const next = nextSeat(race, seat, command)
  if (isRefusal(next)) return next
  const seats = race.seats.with(command.seat, next)
  return command.type === 'finish-seat'
    ? { ...race, seats, closesAt: closesAfter(race, command) }
    : { ...race, seats }
}

/** A seat that is done stays as it is, but its player may follow the race at another node. */
function followPlayer(race: Race, seat: Exclude<Seat, ActiveSeat>, command: SeatCommand): Race | RaceRefusal {
  if (command.type !== 'take-seat' || command.node === seat.node) {
    return refuse(seat.state === 'finished' ? 'already-finished' : 'already-left')
  }
  return { ...race, seats: race.seats.with(command.seat, { ...seat, node: command.node }) }
}

function nextSeat(race: Race, seat: ActiveSeat, command: SeatCommand): Seat | RaceRefusal {
  const { epoch } = seat
  switch (command.type) {
    case 'take-seat':
      return { state: 'racing', node: command.node, epoch: epoch + 1 }
    case 'seat-away':
      if (seat.state === 'away') return refuse('already-away')
      return { ...seat, state: 'away', since: command.at }
    case 'finish-seat':
      return finish(race, seat, command)
    case 'leave-seat':
      return left(seat, command.at, command.reason)
    case 'stop-seat':
      if (command.at < race.closesAt) return refuse('too-early')
      if (seat.progress !== undefined) return refuse('already-stopped')
      return { ...seat, progress: percentOf(command.progress) }
    case 'end-grace': {
      if (seat.state !== 'away') return refuse('not-away')
      const graceEndsAt = seat.since + GRACE_MS
      if (command.at < graceEndsAt) return refuse('too-early')
      return {
        ...left(seat, command.at, 'left'),
        ...(race.closesAt < graceEndsAt ? graceOf(race, seat) : {}),
      }
    }
    default:
      return assertNever(command)
  }
}

/** A seat that is away may finish too: its last keys can be on their way when its node is given up. */
function finish(
  race: Race,
  { node }: ActiveSeat,
  { finishedAt, at, figures, review }: FinishSeat,
): Seat | RaceRefusal {
  if (!(finishedAt >= race.plan.startsAt)) return refuse('not-started')
  if (!(finishedAt <= at)) return refuse('in-the-future')
  if (finishedAt > race.closesAt) return refuse('too-late')
  return { state: 'finished', node, finishedAt, figures, review }
}

/** The later of 30 s after the first finish and 2.5 × the winner's time, within `plan.endsAt`. */
function closesAfter(race: Race, { finishedAt }: FinishSeat): number {
  if (race.seats.some(seat => seat.state === 'finished')) return race.closesAt
  const { startsAt, endsAt } = race.plan
  const byFactor = startsAt + CLOSE_WINNER_FACTOR * (finishedAt - startsAt)
  return Math.min(endsAt, Math.max(finishedAt + CLOSE_AFTER_WINNER_MS, byFactor))
}

/** Kept in the record because instants of leaving may be equal or out of order, and an outcome hangs on it. */
function noteLastStanding(race: Race): Race {
  if (race.lastStanding !== undefined || race.seats.filter(isActive).length !== 1) return race
  return { ...race, lastStanding: race.seats.findIndex(isActive) }
}

function left({ node }: ActiveSeat, at: number, reason: LeaveReason): LeftSeat {
  return { state: 'left', node, at, reason }
}
