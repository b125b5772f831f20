import { encodeKeyUps, type KeyUp } from '@ketik/race'

/** Releases of keys that a checkpoint took before they were released. The next checkpoint carries them. */
export class LateKeyUps {
  readonly #waiting: KeyUp[] = []
  #encodedKeys = 0
  #carried = 0

  /** A key of a lower number has been encoded for a checkpoint, so its log entry is written. */
  add(up: KeyUp): void {
    if (up[0] < this.#encodedKeys) this.#waiting.push(up)
  }

  /** For the checkpoint that takes the log up to a number of keys. */
  encodeFor(keys: number): string {
    this.#encodedKeys = Math.max(this.#encodedKeys, keys)
    this.#carried = this.#waiting.length
    return encodeKeyUps(this.#waiting)
  }

  /** The cluster answered. If it did not store them, they stay absent, which harms nobody. */
  onSaved(): void {
    this.#waiting.splice(0, this.#carried)
    this.#carried = 0
  }
}
