/** UTF-16 units of chat messages that may wait at one node: 32 MiB. */
const UNITS_MAX = 16 * 1024 * 1024

/** How much text waits in the chat queues of a node. 10,000 connections with 20 long messages each would fill its memory. */
export class WaitingTexts {
  #units = 0

  /** Counts a text that is to wait, or answers false when that would be too much. */
  hold(units: number): boolean {
    if (this.#units + units > UNITS_MAX) return false
    this.#units += units
    return true
  }

  release(units: number): void {
    this.#units -= units
  }
}
