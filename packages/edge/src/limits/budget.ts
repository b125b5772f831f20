import type { AddressShare } from './address-share.ts'
import { Rate } from './rate.ts'

export const MESSAGES_PER_SECOND = 40
/** Of what it may send in a second, the most a connection may send at once. */
const BURST_SECONDS = 2
const BYTES_PER_MESSAGE = 1024
/** Refusals, in seconds' worth of messages, after which a connection floods rather than hurries. */
const STRIKES_SECONDS = 5
const STRIKES_FORGIVEN = 0.125
/** What a connection that floods costs its address, in connections it might have made. */
const FLOOD_CONNECTS = 20

/** What each connection of a node may do. */
export type ConnectionRates = {
  readonly messages: Rate
  readonly bytes: Rate
  readonly strikes: Rate
}

export const connectionRates = (messagesPerSecond: number): ConnectionRates => {
  const bytesPerSecond = messagesPerSecond * BYTES_PER_MESSAGE
  return {
    messages: new Rate(messagesPerSecond * BURST_SECONDS, messagesPerSecond),
    bytes: new Rate(bytesPerSecond * BURST_SECONDS, bytesPerSecond),
    strikes: new Rate(messagesPerSecond * STRIKES_SECONDS, messagesPerSecond * STRIKES_FORGIVEN),
  }
}

/** A refusal is always told: how many there can be is bounded, because who goes on is closed. */
export type Charge = 'ok' | 'refused' | 'flooding'

/**
 * What one connection may send, of its own and of its address's; charged before a message is parsed. An address that has
 * used up its budget is refused only where a connection has used more than half of its own: who hurries makes nobody
 * beside it wait. Clock in milliseconds.
 */
export class Budget {
  /** Of each rate, when it is full again. */
  #messages = 0
  #bytes = 0
  #strikes = 0

  constructor(
    private readonly rates: ConnectionRates,
    private readonly address?: AddressShare,
  ) {}

  charge(now: number, bytes: number): Charge {
    const messages = this.rates.messages.take(this.#messages, now)
    if (messages === undefined) return this.strike(now)
    this.#messages = messages
    const taken = this.rates.bytes.take(this.#bytes, now, bytes)
    if (taken === undefined) return this.strike(now)
    this.#bytes = taken
    const ofAddress = this.address?.take('messages', now, 1 + Math.floor(bytes / BYTES_PER_MESSAGE)) ?? true
    return ofAddress || this.rates.messages.isHalfFull(messages, now) ? 'ok' : this.strike(now)
  }

  /** A message that was no good for another reason counts towards flooding as well. */
  strike(now: number): Charge {
    const strikes = this.rates.strikes.take(this.#strikes, now)
    if (strikes === undefined) {
      this.address?.owe('connects', now, FLOOD_CONNECTS)
      return 'flooding'
    }
    this.#strikes = strikes
    return 'refused'
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
