import type { BoardRow } from '@ketik/protocol'
import { isActive, type Outcome, outcomeOf, type Race } from '@ketik/race'
import { metrics } from '@ketik/runtime'
import type { LiveSeat } from './live-seat.ts'
import type { RaceFrames } from './race-frames.ts'
import type { RaceClock } from './race-timers.ts'

export type NewsTies = {
  readonly clock: RaceClock
  /** `rows`: the ten best, as far as this node knows. */
  readonly board: { readonly rows: readonly BoardRow[] }
}

type Reported = {
  readonly race: Race
  readonly seats: readonly LiveSeat[]
  readonly frames: RaceFrames
  readonly relay: { show(): void }
  typingSeat(number: number): LiveSeat | undefined
  isHeld(number: number): boolean
  leave(number: number, reason: 'left'): void
}

/** What the players here receive of a race besides progress: its start, its seats, its outcomes and its end. */
export class RaceNews {
  #isStarted: boolean

  constructor(
    private readonly ties: NewsTies,
    private readonly reported: Reported,
  ) {
    this.#isStarted = ties.clock.now() > reported.race.plan.startsAt
  }

  onCountdown(value: number): void {
    this.#sendAll(this.reported.frames.countdown(value))
  }

  onStart(): void {
    const { startsAt, endsAt } = this.reported.race.plan
    metrics.startSkew.observe(Math.max(0, this.ties.clock.now() - startsAt))
    this.#isStarted = true
    this.#sendAll(this.reported.frames.startGame(Math.round((endsAt - startsAt) / 1_000)))
  }

  /** A client of contract A that was seated after the start types at once, for the whole seconds that remain. */
  lateStart(seat: LiveSeat): void {
    const { race, frames } = this.reported
    const remainingS = Math.floor((race.closesAt - this.ties.clock.now()) / 1_000)
    if (!this.#isStarted || seat.racer?.v1 !== false || remainingS <= 0) return
    if (this.reported.typingSeat(seat.seat) !== undefined && !seat.isPastRace)
      seat.racer.send(frames.startGame(remainingS))
  }

  /** The state of a seat is another one. */
  seatChanged(number: number): void {
    const { race, seats, frames } = this.reported
    const frame = frames.seat(race, number)
    for (const { racer } of seats) if (racer?.v1) racer.send(frame)
    const state = race.seats[number]
    if (state !== undefined && !isActive(state)) seats.find(({ seat }) => seat === number)?.giveUp()
  }

  /** Sends the outcomes that are decided and have not been sent. */
  outcomes(): void {
    const { race, seats } = this.reported
    for (const seat of seats) {
      const outcome = outcomeOf(race, seat.seat)
      if (outcome === undefined || seat.isOutcomeSent || seat.racer === undefined) continue
      // What the player has not seen of the others comes first.
      this.reported.relay.show()
      const { v1 } = seat.racer
      this.#outcome(seat, outcome)
      // No text follows that it could type, so the race need not wait for it.
      const isUnstarted = this.ties.clock.now() < race.plan.startsAt
      if (!v1 && isUnstarted && this.reported.isHeld(seat.seat)) this.reported.leave(seat.seat, 'left')
    }
  }

  over(): void {
    const { race, seats, frames } = this.reported
    const frame = frames.raceOver(race)
    for (const { racer } of seats) {
      if (racer === undefined) continue
      if (racer.v1) racer.send(frame)
      racer.onRaceOver()
    }
  }

  /** Nobody will ever know how the race would have ended. */
  vanished(): void {
    for (const seat of this.reported.seats) {
      if (!seat.isOutcomeSent) this.#outcome(seat, { result: 'cancelled', reason: 'cancelled' })
      seat.racer?.onRaceOver()
    }
  }

  #outcome(seat: LiveSeat, outcome: Outcome): void {
    const { racer } = seat
    if (racer === undefined) return
    const { race, frames } = this.reported
    seat.isOutcomeSent = true
    racer.send(frames.gameOver(race, seat.seat, outcome, racer.v1 ? undefined : this.ties.board.rows))
    racer.onOutcome()
  }

  #sendAll(frame: string): void {
    for (const seat of this.reported.seats)
      if (this.reported.typingSeat(seat.seat) !== undefined && !seat.isPastRace) seat.racer?.send(frame)
  }
}
