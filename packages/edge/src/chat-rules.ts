import { type Refusal, refuse } from '@ketik/protocol'
import { graphemes } from '@ketik/race'
import { TokenBucket } from '@ketik/runtime'

const CHAT_GRAPHEMES_MAX = 300
const BURST = 5
const PER_SECOND = 0.5
const REMEMBERED = 2

// Control characters (escape sequences among them) and direction overrides never reach anyone's screen.
const UNSPEAKABLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** What may be said, and how often, by one connection. */
export class ChatRules {
  readonly #bucket: TokenBucket
  readonly #said: string[] = []

  constructor(now: number) {
    this.#bucket = new TokenBucket(BURST, PER_SECOND, now)
  }

  /** The text as it may be sent on, or why not. */
  admit(now: number, raw: string): string | Refusal {
    const text = raw.normalize('NFC').replace(UNSPEAKABLE, ' ').trim()
    if (text === '') return refuse('chat_empty')
    if (text.length > CHAT_GRAPHEMES_MAX && graphemes(text).length > CHAT_GRAPHEMES_MAX) {
      return refuse('chat_too_long')
    }
    const core = coreOf(text)
    if (this.#said.includes(core)) return refuse('chat_repeated')
    if (!this.#bucket.take(now)) return refuse('rate_limited')
    this.#said.push(core)
    if (this.#said.length > REMEMBERED) this.#said.shift()
    return text
  }
}

/** What is left of a text when case, spacing, punctuation and drawn-out letters are not told apart. */
const coreOf = (text: string): string => {
  const core = text
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
    .replace(/(.)\1+/gu, '$1')
  return core === '' ? text : core
}
