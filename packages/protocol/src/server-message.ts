import type { RacePlan, RaceText, Timing } from '@ketik/race'
import { REFUSALS, type Refusal, type RefusalCode } from './refusal.ts'

/**
 * What a client receives. Fields of contract A keep their exact names; further ones are ours. Every node sends the
 * optional fields that only clients of contract A read; our own clients do without them.
 */

export type BoardRow = {
  readonly rank: number
  readonly username: string
  readonly wpm: number
  readonly accuracy: number | null
  readonly races: number
  readonly at: number
  /** How the best was timed: `keys` are verified keystrokes. */
  readonly timed: Timing
  /** The id of the best's race. */
  readonly race: string
}
/** Whose results a leaderboard has: verified by their keys, timed by arrival, or both. */
export type BoardTiming = Timing | 'any'
export type Leaderboard = {
  readonly type: 'res_leaderboard'
  /** The name that this connection holds. */
  readonly username?: string
  readonly data: readonly BoardRow[]
  readonly window: 'day' | 'week' | 'all'
  /** Absent: every language. */
  readonly lang?: 'en' | 'id'
  /** To v1 clients. */
  readonly timed?: BoardTiming
  /** PostgreSQL is away: the last good copy, or nothing. */
  readonly stale?: boolean
}
/** To clients of contract A when the ten best of all time changed; at most once per second. */
export type LeaderboardUpdate = {
  readonly type: 'leaderboard_update'
  readonly leaderboard: readonly BoardRow[]
}
/** `message` is Indonesian: pages of contract A show it as it is. */
export type Waiting = {
  readonly status: 'waiting'
  readonly waiting_count: number
  readonly message?: string
}
/** To clients of contract A. */
export type MatchmakingCanceled = { readonly type: 'matchmaking_canceled' }

/** How a race looks to a v1 client: everything of the plan, with the text, so that it opens by the clock. */
export type RaceView = {
  readonly id: string
  readonly startsAt: number
  readonly endsAt: number
  readonly seat: number
  readonly text: RaceText
  readonly seats: RacePlan['seats']
  /** Where those who raced can race again: a room that nobody else is told of. */
  readonly rematchRoom: string
}
export type Matched = {
  readonly status: 'matched'
  readonly opponent: string
  readonly opponents: readonly string[]
  readonly race?: RaceView
}
export type Countdown = { readonly type: 'countdown'; readonly value: number }
export type StartGame = {
  readonly type: 'start_game'
  readonly text: string
  /** Whole seconds from the start to the race's deadline. */
  readonly duration?: number
}
export type OpponentProgress = {
  readonly type: 'opponent_progress'
  readonly progress: number
  readonly username: string
  readonly wpm: number
}
export type GameOver = {
  readonly type: 'game_over'
  readonly result: 'won' | 'lost' | 'draw' | 'cancelled'
  /** Absent for a player who left the race. `finish`: to clients of contract A. */
  readonly reason?: 'finish' | 'timeout' | 'opponent_left' | 'implausible' | 'cancelled'
  readonly place?: number
  readonly race: string
  /** The player's own speed, a whole number; of an unfinished text, from the part typed. */
  readonly wpm?: number
  /** Null for a draw, a cancelled race, and as long as the first place is open. */
  readonly winner?: string | null
  /** To clients of contract A: rows as in `res_leaderboard`, with this race if it counts. */
  readonly leaderboard?: readonly BoardRow[]
  /** To v1 clients: whether the race counts for ratings. */
  readonly rated?: boolean
}
export type Chat = {
  readonly type: 'chat'
  readonly from: string
  readonly text: string
  readonly at: number
  /** An operator of the server speaks. */
  readonly operator?: true
  /** The sender has registered the name and proved it. */
  readonly owner?: true
}
export type Presence = {
  readonly type: 'presence'
  readonly event: 'join' | 'leave'
  readonly username: string
  readonly online: number
}
export type ErrorMessage = {
  readonly type: 'error'
  readonly code: RefusalCode
  readonly message: string
  readonly retryable: boolean
}

export type Welcome = {
  readonly type: 'welcome'
  readonly v: 1
  readonly username: string
  /** Proves at any node, for 24 h, that one is this player. */
  readonly token: string
  readonly node: string
  readonly now: number
  readonly online: number
  readonly graceMs: number
  /** One is the owner of the name, and not a guest. */
  readonly account?: true
}
export type Pong = { readonly type: 'pong'; readonly t: number; readonly now: number }
/** Opponents since the last tick: [seat, graphemes correct, wpm]. `ack`: how many of one's keys are safe in the cluster. */
export type Tick = {
  readonly type: 'tick'
  readonly race: string
  readonly ack?: number
  readonly seats: readonly (readonly [seat: number, correct: number, wpm: number])[]
}
/** All a client needs to go on here: sent after a login whose token holds a seat. */
export type Snapshot = {
  readonly type: 'snapshot'
  readonly race: RaceView
  readonly ack: number
  readonly keys: readonly (readonly [number, string])[]
  readonly seats: readonly SeatView[]
}
export type SeatView = {
  readonly seat: number
  readonly state: 'racing' | 'away' | 'finished' | 'left'
  readonly correct: number
  readonly wpm: number
  readonly place?: number
}
export type SeatChanged = { readonly type: 'seat'; readonly race: string } & SeatView
export type RaceOver = {
  readonly type: 'race_over'
  readonly race: string
  readonly standings: readonly StandingView[]
  /** Whether the race counts for ratings. */
  readonly rated?: boolean
}
export type StandingView = {
  readonly seat: number
  readonly username: string
  readonly state: 'racing' | 'away' | 'finished' | 'left'
  readonly place?: number
  readonly wpm?: number
  readonly raw?: number | null
  readonly accuracy?: number | null
  readonly consistency?: number | null
  /** Milliseconds of the run that were typed offline. */
  readonly offlineMs?: number
}
/** This node is about to stop: come back, with the token, within the given time. */
export type Move = { readonly type: 'move'; readonly withinMs: number }
/** Whether the node reaches the rest of the cluster. */
export type ClusterState = { readonly type: 'cluster'; readonly state: 'reconnecting' | 'ok' }
/** The last line on TCP, where no close code can be sent. */
export type Bye = {
  readonly type: 'bye'
  readonly code: number
  readonly reason: string
  readonly retryable: boolean
}

export type ServerMessage =
  | Leaderboard
  | Waiting
  | Matched
  | Countdown
  | StartGame
  | OpponentProgress
  | GameOver
  | Chat
  | Presence
  | ErrorMessage
  | Welcome
  | Pong
  | Tick
  | Snapshot
  | SeatChanged
  | RaceOver
  | Move
  | ClusterState
  | Bye

/** What only clients of contract A receive. */
export type BasicServerMessage = LeaderboardUpdate | MatchmakingCanceled

export const encode = (message: ServerMessage | BasicServerMessage): string => JSON.stringify(message)

/** A refusal as it is told. */
export const toError = (refusal: Refusal): ErrorMessage => {
  const { message, retryable } = REFUSALS[refusal.refused]
  return { type: 'error', code: refusal.refused, message, retryable, ...refusal.detail }
}
