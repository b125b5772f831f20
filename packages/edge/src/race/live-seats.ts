import type { LiveSeat } from './live-seat.ts'

/** The seats of a race whose players are connected to this node. Never more than the race has, mostly one. */
export class LiveSeats {
  #all: readonly LiveSeat[] = []

  get all(): readonly LiveSeat[] {
    return this.#all
  }

  of(number: number): LiveSeat | undefined {
    for (const seat of this.#all) if (seat.seat === number) return seat
    return undefined
  }

  add(seat: LiveSeat): void {
    this.remove(seat.seat)
    this.#all = [...this.#all, seat]
  }

  remove(number: number): void {
    this.#all = this.#all.filter(({ seat }) => seat !== number)
  }
}
