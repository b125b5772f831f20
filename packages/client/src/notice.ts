import type {
  Chat,
  ErrorMessage,
  GameOver,
  Leaderboard,
  Presence,
  RaceOver,
  SeatChanged,
  SeatView,
  Tick,
  Welcome,
} from '@ketik/protocol'
import type { RaceWish } from './link.ts'
import type { LinkFault } from './link-event.ts'

/** What a program may want to show, store or measure. The link itself has acted on it already. */
export type Notice =
  | { readonly on: 'welcomed'; readonly welcome: Welcome; readonly isFirst: boolean }
  /** The client tries again; `address` is the one that failed, and `attempt` counts this failure. */
  | {
      readonly on: 'disconnected'
      readonly wasOnline: boolean
      readonly fault: LinkFault
      readonly address: number
      readonly attempt: number
      /** Of the close or the `bye`; 0 where there was none. */
      readonly code: number
    }
  /** The server forbids another connection. */
  | { readonly on: 'closed'; readonly code: number }
  /** The node stops; the client moves within this time. */
  | { readonly on: 'move-announced' }
  | { readonly on: 'moved' }
  | { readonly on: 'login-refused'; readonly error: ErrorMessage }
  /** The session has ended; the client logs in again without its token. */
  | { readonly on: 'token-refused' }
  /** The server speaks only contract A: it answered the login, or a request for a race, without protocol v1. */
  | { readonly on: 'old-server'; readonly answered: 'login' | 'race' }
  | { readonly on: 'unreadable' }
  /** `wish`: the request for a race that the server refused. */
  | { readonly on: 'refused'; readonly error: ErrorMessage; readonly wish?: RaceWish }
  | { readonly on: 'matched' }
  /** The countdown shows another number; at 0 the text is open. */
  | { readonly on: 'counted'; readonly count: number }
  /** The text is complete. */
  | { readonly on: 'typed-all' }
  | { readonly on: 'resumed'; readonly wasKnown: boolean; readonly isSeatDone: boolean }
  /** No node holds the seat any more. */
  | { readonly on: 'seat-lost' }
  | { readonly on: 'ticked'; readonly tick: Tick }
  | { readonly on: 'seat-changed'; readonly seat: SeatChanged; readonly before: SeatView | undefined }
  /** Of any race: the current one, or one that the player left. */
  | { readonly on: 'outcome'; readonly outcome: GameOver }
  | { readonly on: 'race-over'; readonly over: RaceOver }
  | { readonly on: 'told'; readonly message: Chat | Presence | Leaderboard }
