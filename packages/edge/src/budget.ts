import { TokenBucket } from '@ketik/runtime'

const MESSAGES = { burst: 80, perSecond: 40 }
const BYTES = { burst: 64 * 1024, perSecond: 32 * 1024 }
/** Refusals after which a connection floods rather than hurries. */
const STRIKES_MAX = 200
const STRIKES_FORGIVEN_PER_SECOND = 5
/** A refusal is told this often at most: an answer to each would help the flood. */
const TOLD_PER_SECOND = 1

export type Charge = 'ok' | 'refused' | 'refused-silently' | 'flooding'

/** What one connection may send; charged before a message is parsed. Clock in milliseconds. */
export class Budget {
  readonly #messages: TokenBucket
  readonly #bytes: TokenBucket
  readonly #strikes: TokenBucket
  readonly #told: TokenBucket

  constructor(now: number) {
    this.#messages = new TokenBucket(MESSAGES.burst, MESSAGES.perSecond, now)
    this.#bytes = new TokenBucket(BYTES.burst, BYTES.perSecond, now)
    this.#strikes = new TokenBucket(STRIKES_MAX, STRIKES_FORGIVEN_PER_SECOND, now)
    this.#told = new TokenBucket(1, TOLD_PER_SECOND, now)
  }

  charge(now: number, bytes: number): Charge {
    if (this.#messages.take(now) && this.#bytes.take(now, bytes)) return 'ok'
    return this.strike(now)
  }

  /** A message that was no good for another reason counts towards flooding as well. */
  strike(now: number): Charge {
    if (!this.#strikes.take(now)) return 'flooding'
    return this.#told.take(now) ? 'refused' : 'refused-silently'
  }
}
