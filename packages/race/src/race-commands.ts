import type { SeatFigures } from './figures.ts'
import type { NodeId } from './plan.ts'
import type { LeaveReason } from './race.ts'

/** `at` is the cluster ms at which the sender says it; `epoch` is the one its writer holds. */
export type RaceCommand =
  | TakeSeat
  | { readonly type: 'seat-away'; readonly seat: number; readonly epoch: number; readonly at: number }
  | FinishSeat
  | LeaveSeat
  | { readonly type: 'end-grace'; readonly seat: number; readonly epoch: number; readonly at: number }
  /** Fixes the places that can no longer change; see `decideAt`. */
  | { readonly type: 'decide'; readonly at: number }
  /** The deadline: whoever is still active leaves with `timeout`. */
  | { readonly type: 'close'; readonly at: number }
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

export type SeatCommand = Extract<RaceCommand, { seat: number }>

/** Why a command changed nothing. All but the `too-early` ones stay refused however often it is repeated. */
export type RaceRefusal = {
  readonly refused:
    | 'no-such-seat'
    | 'stale-epoch'
    | 'already-over'
    | 'already-started'
    | 'already-decided'
    | 'already-finished'
    | 'already-left'
    | 'already-away'
    | 'not-away'
    | 'not-started'
    | 'in-the-future'
    | 'too-early'
    | 'too-late'
}

export function refuse(refused: RaceRefusal['refused']): RaceRefusal {
  return { refused }
}

export function isRefusal(answer: object): answer is RaceRefusal {
  return 'refused' in answer
}
