import { type Refusal, refuse } from '@ketik/protocol'
import type { Visitor } from '../connection/visitor.ts'
import { FairLines } from '../limits/fair-lines.ts'
import { networkOf } from '../limits/network-of.ts'

/** Of libuv's four threads, so that files and names are still found in a storm of logins. */
const AT_ONCE = 2

type Waiting = { readonly visitor: Visitor; readonly goOn: (isWanted: boolean) => void }

/**
 * Hashes a few passwords at once. The others wait, in one line for each network (IPv6: a /64), and the lines have their
 * turns one after the other, so no network can hold up another one. Who has gone by its turn is passed over.
 */
export class HashQueue {
  #running = 0
  readonly #waiting = new FairLines<Waiting>()

  /** What the work answers, or `unavailable`, which nobody reads, for a visitor who has gone by its turn. */
  async inTurn<T>(visitor: Visitor, work: () => Promise<T>): Promise<T | Refusal> {
    if (this.#running < AT_ONCE) this.#running += 1
    else if (!(await this.#turnOf(visitor))) return refuse('unavailable')
    try {
      return await work()
    } finally {
      this.#next()
    }
  }

  #turnOf(visitor: Visitor): Promise<boolean> {
    return new Promise(goOn => this.#waiting.add(networkOf(visitor.address), { visitor, goOn }))
  }

  /** Hands a place on to the next who is still there, or frees it. */
  #next(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const isWanted = next.visitor.isGone?.() !== true
      next.goOn(isWanted)
      if (isWanted) return
    }
    this.#running -= 1
  }
}
