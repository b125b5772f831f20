import type { Racer } from './racer.ts'
import type { SeatLog } from './seat-log.ts'
import type { Typist } from './typist.ts'

/** A seat whose player is connected to this node, or was until a moment ago. */
export class LiveSeat {
  /** One bit for each seat whose progress this one has not been sent. */
  behind = 0
  /** Its own progress has to be relayed; `changedAt`: since when, where a key or report was the reason. */
  hasChanged = false
  changedAt: number | undefined
  lastKeyAt: number
  isOutcomeSent = false
  /** Absent while the player is away. */
  racer: Racer | undefined
  #onGivenUp: (() => void) | undefined

  constructor(
    readonly seat: number,
    /** The epoch in which this node writes the seat; 0 when the seat is done. */
    readonly epoch: number,
    racer: Racer,
    readonly typist: Typist,
    /** Of a seat timed by keys. */
    readonly log: SeatLog | undefined,
    attachedAt: number,
  ) {
    this.racer = racer
    this.lastKeyAt = attachedAt
  }

  /** A client of contract A that has received its outcome receives nothing more of the race. */
  get isPastRace(): boolean {
    return this.isOutcomeSent && this.racer?.v1 === false
  }

  /** The player has dropped. `onGivenUp` is called once when it can no longer come back. */
  disconnect(onGivenUp: () => void): void {
    this.racer = undefined
    this.#onGivenUp = onGivenUp
  }

  giveUp(): void {
    this.#onGivenUp?.()
    this.#onGivenUp = undefined
  }

  /** Its own progress is another one since that instant. */
  note(now: number): void {
    this.lastKeyAt = now
    this.hasChanged = true
    this.changedAt ??= now
  }
}
