import { TokenBucket } from '@ketik/runtime'
import type { AddressShare } from './address-share.ts'

export const MESSAGES_PER_SECOND = 40
/** Of what it may send in a second, the most a connection may send at once. */
const BURST_SECONDS = 2
const BYTES_PER_MESSAGE = 1024
/** Refusals, in seconds' worth of messages, after which a connection floods rather than hurries. */
const STRIKES_SECONDS = 5
const STRIKES_FORGIVEN = 0.125
/** What a connection that floods costs its address, in connections it might have made. */
const FLOOD_CONNECTS = 20
/** A refusal is told this often at most: an answer to each would help the flood. */
const TOLD_PER_SECOND = 1

export type Charge = 'ok' | 'refused' | 'refused-silently' | 'flooding'

/**
 * What one connection may send, of its own and of its address's; charged before a message is parsed. An address that has
 * used up its budget is refused only where a connection has used more than half of its own: who hurries makes nobody
 * beside it wait. Clock in milliseconds.
 */
export class Budget {
  readonly #messages: TokenBucket
  readonly #bytes: TokenBucket
  readonly #strikes: TokenBucket
  readonly #told: TokenBucket

  constructor(
    now: number,
    messagesPerSecond: number,
    private readonly address?: AddressShare,
  ) {
    const bytesPerSecond = messagesPerSecond * BYTES_PER_MESSAGE
    this.#messages = new TokenBucket(messagesPerSecond * BURST_SECONDS, messagesPerSecond, now)
    this.#bytes = new TokenBucket(bytesPerSecond * BURST_SECONDS, bytesPerSecond, now)
    this.#strikes = new TokenBucket(
      messagesPerSecond * STRIKES_SECONDS,
      messagesPerSecond * STRIKES_FORGIVEN,
      now,
    )
    this.#told = new TokenBucket(1, TOLD_PER_SECOND, now)
  }

  charge(now: number, bytes: number): Charge {
    if (!this.#messages.take(now) || !this.#bytes.take(now, bytes)) return this.strike(now)
    const ofAddress = this.address?.take('messages', now, 1 + Math.floor(bytes / BYTES_PER_MESSAGE)) ?? true
    return ofAddress || this.#messages.isHalfFull ? 'ok' : this.strike(now)
  }

  /** A message that was no good for another reason counts towards flooding as well. */
  strike(now: number): Charge {
    if (!this.#strikes.take(now)) {
      this.address?.owe('connects', now, FLOOD_CONNECTS)
      return 'flooding'
    }
    return this.#told.take(now) ? 'refused' : 'refused-silently'
  }
}

/**
 * Whether a frame is chat, by its beginning as JSON writers have it, with a space after the colon or without: chat has a
 * budget of its own, and what is charged is charged before it is parsed.
 */
export const isChat = (frame: Uint8Array): boolean =>
  frame[CHAT_AT] === LETTER_C || frame[CHAT_AT + 1] === LETTER_C

const CHAT_AT = '{"type":"'.length
const LETTER_C = 0x63
