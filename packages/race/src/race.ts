import type { SeatFigures } from './figures.ts'
import { SEATS_MAX, SEATS_MIN } from './limits.ts'
import type { NodeId, RacePlan } from './plan.ts'

/** `epoch` counts the writers a seat has had: a node that lost the seat holds a lower one and is refused. */
export type Seat =
  | (Writable & { readonly state: 'racing' })
  | (Writable & { readonly state: 'away'; readonly since: number })
  | FinishedSeat
  | LeftSeat

type Writable = {
  readonly node: NodeId
  readonly epoch: number
  /** Reported by its writer after the deadline, 0 to 100. The race ends once every active seat has reported. */
  readonly progress?: number
}

export type FinishedSeat = {
  readonly state: 'finished'
  /** Where its player is, or was last: who is done still hears of the others. */
  readonly node: NodeId
  /** Cluster ms, as dated from the keys, or the arrival for a seat timed so. */
  readonly finishedAt: number
  readonly figures: SeatFigures
  readonly review: boolean
  /** There once it can no longer change. */
  readonly place?: number
}

export type LeftSeat = {
  readonly state: 'left'
  readonly node: NodeId
  readonly at: number
  readonly reason: LeaveReason
  /** Of a seat that the deadline ended: how much of the text was typed, 0 to 100. */
  readonly progress?: number
  /** Of a seat that the deadline ended: its connection was lost before the outcome was known (`isInGrace`). */
  readonly inGrace?: true
}

export type ActiveSeat = Extract<Seat, { state: 'racing' | 'away' }>
export type LeaveReason = 'left' | 'timeout' | 'implausible'
export type RacePhase = 'countdown' | 'racing' | 'over' | 'cancelled'

/** The shared record: plain JSON. Instants are cluster ms; a seat's number is its index. */
export type Race = {
  readonly plan: RacePlan
  /** Rises by one with every accepted command. */
  readonly version: number
  readonly seats: readonly Seat[]
  /** Nobody finishes after this; only the first finish moves it, and never past `plan.endsAt`. */
  readonly closesAt: number
  readonly cancelledAt?: number
  /** The seat that was active alone, fixed when it came to that: it ranks behind every finisher. */
  readonly lastStanding?: number
}

/** A race at its first version. `nodes` holds each seat's node. Throws when the plan cannot be raced. */
export function createRace(plan: RacePlan, nodes: readonly NodeId[]): Race {
  const count = plan.seats.length
  if (count < SEATS_MIN || count > SEATS_MAX) throw new Error(`race: ${count} seats`)
  if (nodes.length !== count) throw new Error(`race: ${nodes.length} nodes for ${count} seats`)
  return {
    plan,
    version: 1,
    seats: nodes.map(node => ({ state: 'racing', node, epoch: 1 })),
    closesAt: plan.endsAt,
  }
}

export function isActive(seat: Seat): seat is ActiveSeat {
  return seat.state === 'racing' || seat.state === 'away'
}

/** Whether nobody can finish any more. */
export function isOver(race: Race): boolean {
  return race.cancelledAt !== undefined || !race.seats.some(isActive)
}

/** `now` is cluster ms. A race past `closesAt` is over to its racers even before it is closed. */
export function phaseOf(race: Race, now: number): RacePhase {
  if (race.cancelledAt !== undefined) return 'cancelled'
  if (isOver(race) || now > race.closesAt) return 'over'
  return now < race.plan.startsAt ? 'countdown' : 'racing'
}
