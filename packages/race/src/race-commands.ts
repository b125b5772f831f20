import type { SeatFigures } from './figures.ts'
import type { NodeId } from './plan.ts'
import type { LeaveReason } from './race.ts'
import type { Refused } from './refusal.ts'

/** `at` is the cluster ms at which the sender says it; `epoch` is the one its writer holds. */
export type RaceCommand =
  | TakeSeat
  | { readonly type: 'seat-away'; readonly seat: number; readonly epoch: number; readonly at: number }
  | FinishSeat
  | LeaveSeat
  | { readonly type: 'end-grace'; readonly seat: number; readonly epoch: number; readonly at: number }
  /** Fixes the places that can no longer change; see `decideAt`. */
  | { readonly type: 'decide'; readonly at: number }
  | StopSeat
  | CloseRace
  /** Before the start, and while nobody has left. */
  | { readonly type: 'cancel'; readonly at: number }

/** A writer takes a seat over, wherever it was; the one before holds a stale epoch from then on. */
export type TakeSeat = {
  readonly type: 'take-seat'
  readonly seat: number
  readonly node: NodeId
  readonly at: number
}

export type FinishSeat = {
  readonly type: 'finish-seat'
  readonly seat: number
  readonly epoch: number
  readonly finishedAt: number
  /** Arrival of the key that completed the text; stays the same when the command is sent again. */
  readonly at: number
  readonly figures: SeatFigures
  readonly review: boolean
}

/** With `epoch`: only if that writer still holds the seat. */
export type LeaveSeat = {
  readonly type: 'leave-seat'
  readonly seat: number
  readonly reason: LeaveReason
  readonly at: number
  readonly epoch?: number
}

/** After the deadline the writer of a seat reports how much of the text was typed, 0 to 100. */
export type StopSeat = {
  readonly type: 'stop-seat'
  readonly seat: number
  readonly epoch: number
  readonly progress: number
  readonly at: number
}

/**
 * After the deadline: every active seat leaves with `timeout`, whether its writer has reported or is dead. `progress`:
 * what the sender knows of each seat, for those that have not reported; otherwise 0.
 */
export type CloseRace = {
  readonly type: 'close'
  readonly at: number
  readonly progress?: readonly number[]
}

export type SeatCommand = Extract<RaceCommand, { seat: number }>

/** Why a command changed nothing. All but the `too-early` ones stay refused however often it is repeated. */
export type RaceRefusal = Refused<
  | 'no-such-seat'
  | 'stale-epoch'
  | 'already-over'
  | 'already-started'
  | 'already-decided'
  | 'already-finished'
  | 'already-left'
  | 'already-stopped'
  | 'already-away'
  | 'not-away'
  | 'not-started'
  | 'in-the-future'
  | 'too-early'
  | 'too-late'
>
