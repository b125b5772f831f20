import type { CloseReason } from '@ketik/protocol'

/** What a race room needs of the session that sits on one of its seats. */
export type Racer = {
  /** Speaks protocol v1; otherwise contract A. */
  readonly v1: boolean
  /** Sends a message that is encoded already. */
  send(frame: string): void
  /** Sends all that `write` sends at once. */
  together(write: () => void): void
  /** The client does not keep up; what is only the latest value may wait. */
  isBehind(): boolean
  /** The seat's outcome is decided and has been told. */
  onOutcome(): void
  /** The seat is held elsewhere now, or can no longer be held. */
  onSeatLost(reason: CloseReason): void
  /** The room is closed: the race is over for all. */
  onRaceOver(): void
}
