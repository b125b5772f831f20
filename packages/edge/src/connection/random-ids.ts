import { randomFillSync } from 'node:crypto'

const RANDOM_BYTES = 9
const ID_LETTERS = 1 + 2 * RANDOM_BYTES
/** Asking for random bytes costs much the same for one id as for many. */
const AT_ONCE = 200

/** Ids that nobody can guess: a letter for the kind and 18 hex digits. */
export class RandomIds {
  readonly #letters = Buffer.alloc(AT_ONCE * ID_LETTERS)
  #used = this.#letters.length

  next(kind: string): string {
    if (this.#used === this.#letters.length) this.#fill()
    const at = this.#used
    this.#used += ID_LETTERS
    this.#letters.write(kind, at, 'latin1')
    // One flat string: what a template puts together keeps its parts beside the whole.
    return this.#letters.toString('latin1', at, this.#used)
  }

  #fill(): void {
    const random = randomFillSync(Buffer.alloc(AT_ONCE * RANDOM_BYTES))
    for (let id = 0; id < AT_ONCE; id++) {
      const hex = random.toString('hex', id * RANDOM_BYTES, (id + 1) * RANDOM_BYTES)
      this.#letters.write(hex, id * ID_LETTERS + 1, 'latin1')
    }
    this.#used = 0
  }
}
