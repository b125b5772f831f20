import type { Door, LobbyEvent } from '@ketik/cluster'
import type { CloseReason, Refusal } from '@ketik/protocol'

export type { LobbyEvent }

/** What a chat session needs of one connection. A `Frame` is what the door makes of a lobby event, once for all. */
export type ChatLine<Frame> = {
  /** The client's address as far as trusted proxies tell; for budgets and bans, never for logs. */
  readonly address: string
  /** Does nothing once the connection has ended. */
  send(frame: Frame): void
  tell(refusal: Refusal): void
  /** The name is this connection's now: called before anything later than its own join is sent. */
  entered(username: string): void
  /** What the client has not taken yet, in bytes. */
  bufferedBytes(): number
  /** Whether the client answers a ping within that time; absent where the protocol has no ping to ask with. */
  answers?(withinMs: number): Promise<boolean>
  /** Ends the connection; why was told before. */
  close(reason: CloseReason): void
}

/** How a chat-only door tells the lobby. */
export type ChatForm<Frame> = {
  readonly door: Exclude<Door, 'json' | 'operator'>
  /** Whether a connection without a name hears the lobby, and may speak in it. */
  readonly nameless: 'hears and speaks' | 'hears' | 'waits'
  /** Whether an empty text is passed on, between clients of this door alone. */
  readonly takesEmpty?: true
  /** An event in the door's own form; undefined when the door has none for it. */
  toFrame(event: LobbyEvent): Frame | undefined
}
