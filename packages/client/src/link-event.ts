import type { ClientMessage, ReadingFault, ServerMessage } from '@ketik/protocol'
import type { Credentials, RaceWish } from './link.ts'

/** Why a connection ended or could not be opened. */
export type LinkFault =
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  | 'timed-out'
  /** It was open and ended. */
  | 'ended'
  /** What answers there does not speak this protocol. */
  | 'not-ketik'
  /** Something accepts connections there and answers nothing. */
  | 'silent'

export type TimerName = 'reconnect' | 'move' | 'login' | 'ping' | 'batch' | 'count' | 'snapshot'

/** Everything that can happen to a link: what the player does, and what the driver reports. */
export type LinkEvent =
  | { readonly on: 'log-in'; readonly credentials: Credentials }
  /** Connects now, whatever the phase was. */
  | { readonly on: 'reconnect' }
  /** Closes the connection and stays offline. */
  | { readonly on: 'disconnect' }
  /** Disconnects and forgets the player. */
  | { readonly on: 'log-out' }
  | { readonly on: 'ask-race'; readonly wish: RaceWish }
  | { readonly on: 'leave-queue' }
  | { readonly on: 'leave-race' }
  | { readonly on: 'press'; readonly keys: readonly string[] }
  /** The key with this number in the key log was released. */
  | { readonly on: 'release'; readonly keyNumber: number }
  /** A message that changes nothing of the link: chat, a request for a leaderboard. It is dropped while offline. */
  | { readonly on: 'say'; readonly message: ClientMessage }
  | { readonly on: 'opened' }
  | { readonly on: 'received'; readonly message: ServerMessage | ReadingFault }
  /** `code`: of a WebSocket. `fault`: of a connection over TCP. */
  | { readonly on: 'closed'; readonly code?: number; readonly fault?: LinkFault }
  | { readonly on: 'timer'; readonly timer: TimerName }

/** When an event happened by the local clock, which never falls, and a random number of 0 to 1. */
export type Moment = { readonly now: number; readonly chance: number }
