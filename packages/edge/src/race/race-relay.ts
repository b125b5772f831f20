import type { NodeId, RaceId } from '@ketik/race'
import type { LiveSeat } from './live-seat.ts'
import type { RaceFrames } from './race-frames.ts'
import type { RaceProgress } from './race-progress.ts'
import type { Racer } from './racer.ts'

/** How far a seat is, and since which instant of cluster time, where a key or report was the reason. */
export type SeatChange = {
  readonly race: RaceId
  readonly seat: number
  readonly value: number
  readonly wpm: number
  readonly changedAt: number | undefined
}

/** What happens at the instants at which all nodes tick. */
export type Ticking = {
  /** Sends what changed here to the other nodes. */
  tick(): void
  /** Sends the players here what is new, after the batches of the other nodes have come. */
  show(): void
}

export type RelayTies = {
  readonly ticker: {
    /** There is something to send at the next tick. To be called once until that tick. */
    wake(relay: Ticking): void
  }
  readonly mail: { relay(to: NodeId, change: SeatChange): void }
}

/** The race whose progress it is. */
type Relayed = {
  readonly id: RaceId
  readonly seats: readonly LiveSeat[]
  readonly others: readonly NodeId[]
  readonly frames: RaceFrames
  readonly progress: RaceProgress
}

/** Brings the progress of the seats here to the other nodes, and that of all seats to the players here. */
export class RaceRelay implements Ticking {
  #isAwake = false
  #isClosed = false

  constructor(
    private readonly ties: RelayTies,
    private readonly race: Relayed,
  ) {}

  /** A seat here is at `value` since that instant of cluster time. */
  onMoved(seat: LiveSeat, value: number, now: number): void {
    seat.note(now)
    this.race.progress.note(seat.seat, value, now)
    this.#markBehind(seat.seat)
    this.wake()
  }

  /** The progress of a seat at another node. */
  onProgress(number: number, value: number, wpm: number): void {
    if (this.race.progress.set(number, value, wpm)) this.#markBehind(number)
  }

  /** Another node missed something: everything it should know goes out again with the next tick. */
  resync(): void {
    for (const seat of this.race.seats) seat.hasChanged = true
    this.wake()
  }

  wake(): void {
    if (this.#isAwake) return
    this.#isAwake = true
    this.ties.ticker.wake(this)
  }

  tick(): void {
    this.#isAwake = false
    if (this.#isClosed) return
    for (const seat of this.race.seats) {
      if (seat.hasChanged) this.#send(seat)
      seat.log?.saveIfDue()
      if (seat.log?.isBehind) this.wake()
    }
  }

  /** One frame for each player here who has not seen the latest. */
  show(): void {
    for (const seat of this.race.seats) {
      const { racer, behind } = seat
      if (racer === undefined || (behind === 0 && !seat.log?.hasNewAck)) continue
      if (seat.isPastRace) {
        seat.behind = 0
        continue
      }
      if (racer.isBehind()) {
        this.wake()
        continue
      }
      seat.behind = 0
      const { frames } = this.race
      if (racer.v1) racer.send(frames.tick(behind, seat.log?.takeAck()))
      // One bit: one frame, which needs nothing to be held together.
      else if ((behind & (behind - 1)) === 0) racer.send(frames.opponent(31 - Math.clz32(behind)))
      else racer.together(() => this.#showEach(racer, behind))
    }
  }

  close(): void {
    this.#isClosed = true
  }

  #send(seat: LiveSeat): void {
    const { id, progress, others } = this.race
    const { seat: number, changedAt } = seat
    const [value, wpm] = [progress.value(number), progress.wpm(number)]
    for (const node of others) this.ties.mail.relay(node, { race: id, seat: number, value, wpm, changedAt })
    seat.hasChanged = false
    seat.changedAt = undefined
  }

  #markBehind(number: number): void {
    for (const seat of this.race.seats) if (seat.seat !== number) seat.behind |= 1 << number
  }

  #showEach(racer: Racer, behind: number): void {
    const { frames, progress } = this.race
    for (let number = 0; number < progress.seats; number++) {
      if ((behind & (1 << number)) !== 0) racer.send(frames.opponent(number))
    }
  }
}
