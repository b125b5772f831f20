import type { CloseReason } from '@ketik/protocol'

/** The connection of a player who holds a seat, as the race sees it. */
export type Racer = {
  /** Speaks protocol v1; otherwise contract A. */
  readonly v1: boolean
  /** Sends a message that is encoded already. */
  send(frame: string): void
  /** Sends all that `write` sends in one system call. */
  together(write: () => void): void
  /** The client does not keep up, so the latest value alone is enough for it. */
  isBehind(): boolean
  /** The seat's outcome is decided and has been sent. */
  onOutcome(): void
  /** Another connection holds the seat now, or nobody can hold it any more. */
  onSeatLost(reason: CloseReason): void
  /** The race is over for everyone. */
  onRaceOver(): void
}
