import { type RacePlan, WPM_FACTOR, WPM_REFUSED_ABOVE } from '@ketik/race'

/** A speed over less time than this says nothing: the first character would count as thousands of wpm. */
const SPEED_OVER_MS_MIN = 1_000

/**
 * How far each seat of a race is: graphemes for a seat timed by keys, percent for one timed by arrival. Arrays of plain
 * numbers, because a node goes through hundreds of races in each tick and pays for each object that it touches.
 */
export class RaceProgress {
  readonly #values: number[]
  readonly #wpms: number[]
  readonly #isKeyed: readonly boolean[]

  constructor(
    private readonly plan: RacePlan,
    private readonly chars: number,
  ) {
    this.#values = plan.seats.map(() => 0)
    this.#wpms = plan.seats.map(() => 0)
    this.#isKeyed = plan.seats.map(({ timed }) => timed === 'keys')
  }

  /** How many there are. */
  get seats(): number {
    return this.#values.length
  }

  /** False when there is no such seat. */
  set(seat: number, value: number, wpm: number): boolean {
    if (seat >= this.#values.length) return false
    this.#values[seat] = value
    this.#wpms[seat] = wpm
    return true
  }

  /** Sets a seat to where it is at an instant of cluster time. */
  note(seat: number, value: number, now: number): void {
    this.#values[seat] = value
    const elapsedMs = Math.max(SPEED_OVER_MS_MIN, now - this.plan.startsAt)
    const wpm = (WPM_FACTOR * this.correct(seat)) / elapsedMs
    this.#wpms[seat] = Math.round(Math.min(wpm, WPM_REFUSED_ABOVE))
  }

  value(seat: number): number {
    return this.#values[seat] ?? 0
  }

  wpm(seat: number): number {
    return this.#wpms[seat] ?? 0
  }

  percent(seat: number): number {
    const value = this.value(seat)
    return this.#isKeyed[seat] ? Math.floor((100 * value) / this.chars) : value
  }

  /** Graphemes typed right. */
  correct(seat: number): number {
    const value = this.value(seat)
    return this.#isKeyed[seat] ? value : Math.round((value * this.chars) / 100)
  }

  /** How much of the text each seat has typed, 0 to 100, unrounded. */
  exactPercents(): readonly number[] {
    return this.#values.map((value, seat) => (this.#isKeyed[seat] ? (100 * value) / this.chars : value))
  }

  percents(): readonly number[] {
    return this.#values.map((_, seat) => this.percent(seat))
  }
}
