import type { CloseReason } from '@ketik/protocol'

/** Connections that a door can tell something with one call: those that speak protocol v1, and those of contract A. */
export type AudienceName = 'v1' | 'basic'

/** What a session needs of a connection. A WebSocket and a TCP socket each implement it; adding a door is one file. */
export type Transport = {
  /** The client's address as far as trusted proxies tell; for budgets, never for logs. */
  readonly address: string
  /** Sends one text frame, or one line. Does nothing once the connection has ended. */
  send(text: string): void
  /** Sends all that `write` sends in one system call. */
  together(write: () => void): void
  /** False when all that was sent has surely been taken; asked before each frame, so that it must cost nothing. */
  readonly hasBacklog: boolean
  /** What the client has not taken yet, in bytes. */
  bufferedBytes(): number
  /**
   * From now on hears what its door tells that audience with one call, in order with what is sent to it alone. False
   * where the door tells each one by itself.
   */
  joinAudience(audience: AudienceName): boolean
  /**
   * Sends a ping of the transport. Its answer reaches the session as `onAlive` with the same payload. False where the
   * transport has no pings.
   */
  ping(payload: string): boolean
  /** Ends this side of a connection whose client has hung up, behind what was sent. */
  end(): void
  /** Ends the connection and says why; on TCP as a last line. */
  close(reason: CloseReason): void
}
