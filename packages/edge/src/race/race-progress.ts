import type { SeatView } from '@ketik/protocol'
import { type Race, type RacePlan, WPM_FACTOR, WPM_REFUSED_ABOVE } from '@ketik/race'
import { seatView } from './race-views.ts'

/** A speed over less time than this says nothing: the first character would count as thousands of wpm. */
const SPEED_OVER_MS_MIN = 1_000

/**
 * How far each seat of a race is: graphemes for a seat timed by keys, percent for one timed by arrival. Arrays of plain
 * numbers: a node goes through hundreds of races in each tick, and what it pays for is each object that it has to touch.
 */
export class RaceProgress {
  readonly #values: number[]
  readonly #wpms: number[]
  readonly #isKeyed: readonly boolean[]
  /** As JSON, for frames that are put together by hand, since these are most of what a node sends. */
  readonly #names: readonly string[]

  constructor(
    private readonly plan: RacePlan,
    private readonly chars: number,
  ) {
    this.#values = plan.seats.map(() => 0)
    this.#wpms = plan.seats.map(() => 0)
    this.#isKeyed = plan.seats.map(({ timed }) => timed === 'keys')
    this.#names = plan.seats.map(({ username }) => JSON.stringify(username))
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

  view(race: Race, seat: number): SeatView {
    return seatView(race, seat, this.correct(seat), this.wpm(seat))
  }

  /** A seat as contract A tells it. */
  opponentFrame(seat: number): string {
    return `{"type":"opponent_progress","progress":${this.percent(seat)},"username":${this.#names[seat]},"wpm":${this.wpm(seat)}}`
  }

  /** Several seats as protocol v1 tells them; one bit of `which` for each. */
  tickFrame(which: number, ack: number | undefined): string {
    let seats = ''
    for (let seat = 0; seat < this.#values.length; seat++) {
      if ((which & (1 << seat)) === 0) continue
      seats += `${seats === '' ? '' : ','}[${seat},${this.correct(seat)},${this.wpm(seat)}]`
    }
    const told = ack === undefined ? '' : `"ack":${ack},`
    return `{"type":"tick","race":"${this.plan.id}",${told}"seats":[${seats}]}`
  }
}
