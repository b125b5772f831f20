import { GUESSES_PER_NAME } from '@ketik/cluster'
import { TokenBucket } from '@ketik/runtime'

const KEYS_MAX = 10_000
const PER_ADDRESS = { burst: 20, perSecond: 1 / 3 } as const
const PER_NAME = { burst: GUESSES_PER_NAME.burst, perSecond: 1_000 / GUESSES_PER_NAME.refillMs } as const
/** Names that one address may claim: a name is kept for good. */
const CLAIMS_PER_ADDRESS = { burst: 5, perSecond: 1 / 600 } as const

/**
 * What an address, and anyone at one name, may guess at a node: a passphrase is some 40 bits, a day 6,000 guesses. That of a
 * name is the same over the cluster (`Guesses`), where Redis can be reached.
 */
export class GuessBudgets {
  readonly #buckets = new Map<string, TokenBucket>()

  /** Charges one guess of a passphrase; `now` in monotonic ms. */
  takeGuess(address: string, folded: string, now: number): boolean {
    return this.#take(`address ${address}`, PER_ADDRESS, now) && this.#take(`name ${folded}`, PER_NAME, now)
  }

  takeClaim(address: string, now: number): boolean {
    return this.#take(`claims ${address}`, CLAIMS_PER_ADDRESS, now)
  }

  /** The key that was used least lately is forgotten first. */
  #take(
    key: string,
    { burst, perSecond }: typeof PER_ADDRESS | typeof PER_NAME | typeof CLAIMS_PER_ADDRESS,
    now: number,
  ): boolean {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(burst, perSecond, now)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    for (const [oldest] of this.#buckets) {
      if (this.#buckets.size <= KEYS_MAX) break
      this.#buckets.delete(oldest)
    }
    return bucket.take(now)
  }
}
