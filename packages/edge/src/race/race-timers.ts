import { countdownTicks, decideAt, isOver, type Race, type RacePlan } from '@ketik/race'

/** After the deadline, time for the writers to report how far their seats came, before the race closes without them. */
const REPORT_MS = 2_000

export type RaceClock = {
  /** Cluster time in epoch milliseconds. */
  now(): number
  /** Runs at an instant of cluster time, never before it. Answers how to cancel it. */
  at(instant: number, run: () => void): () => void
}

/** Who learns of the start. */
type Opening = {
  onCountdown(value: number): void
  onStart(): void
}

/** Who learns of the end. `at`: the instant that was waited for. */
type Closing = {
  /** The next place can be fixed. */
  onDecide(at: number): void
  /** No key from before the deadline can arrive any more. */
  onStop(at: number): void
  /** The writers have had the time to report. */
  onClose(at: number): void
}

/** The timers of one race. All of them follow from its record. */
export class RaceTimers {
  readonly #opening = new Set<() => void>()
  #closing: readonly (() => void)[] = []

  constructor(
    private readonly clock: RaceClock,
    private readonly opening: Opening,
    private readonly closing: Closing,
  ) {}

  /** Counts down to the start, unless it has passed. */
  open(plan: RacePlan): void {
    if (this.clock.now() > plan.startsAt) return
    for (const { value, at } of countdownTicks(plan)) this.#open(at, () => this.opening.onCountdown(value))
    this.#open(plan.startsAt, () => this.opening.onStart())
  }

  /** The record has changed. */
  schedule(race: Race): void {
    for (const cancel of this.#closing) cancel()
    const { clock, closing } = this
    const decide = decideAt(race)
    const deciding = decide === undefined ? [] : [clock.at(decide, () => closing.onDecide(decide))]
    this.#closing = [...deciding, ...(isOver(race) ? [] : this.#close(race))]
  }

  cancel(): void {
    for (const cancel of [...this.#opening, ...this.#closing]) cancel()
  }

  #close(race: Race): readonly (() => void)[] {
    const { clock, closing } = this
    const stopAt = race.closesAt + creditMs(race) + 1
    const closeAt = stopAt + REPORT_MS
    return [clock.at(stopAt, () => closing.onStop(stopAt)), clock.at(closeAt, () => closing.onClose(closeAt))]
  }

  #open(instant: number, run: () => void): void {
    const cancel = this.clock.at(instant, () => {
      this.#opening.delete(cancel)
      run()
    })
    this.#opening.add(cancel)
  }
}

/** A finish from before the deadline may arrive this much after it. */
const creditMs = ({ plan }: Race): number => Math.max(...plan.seats.map(seat => seat.creditMs))
