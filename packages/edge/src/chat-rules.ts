import { type Refusal, refuse } from '@ketik/protocol'
import { graphemes } from '@ketik/race'
import { TokenBucket } from '@ketik/runtime'

const CHAT_GRAPHEMES_MAX = 300
/** PRODUCT: messages in ten seconds. */
export const CHAT_PER_TEN_SECONDS = 5
const REMEMBERED = 2

// Control characters (escape sequences among them), line ends and direction overrides never reach anyone's screen.
const UNSPEAKABLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu

/** A text that does nothing to a terminal but show itself, on one line. */
export const speakable = (raw: string): string => raw.replace(UNSPEAKABLE, ' ')

/** `tidy`: composed and trimmed; `as-it-is`: with nothing changed but what no terminal may get. */
export type TextForm = 'tidy' | 'as-it-is'

/** What may be said, and how often, by one connection. */
export class ChatRules {
  readonly #bucket: TokenBucket
  readonly #said: string[] = []

  constructor(now: number, perTenSeconds = CHAT_PER_TEN_SECONDS) {
    this.#bucket = new TokenBucket(perTenSeconds, perTenSeconds / 10, now)
  }

  /** The text as it may be sent on, or why not. */
  admit(now: number, raw: string, form: TextForm = 'tidy'): string | Refusal {
    const text = form === 'tidy' ? speakable(raw).normalize('NFC').trim() : speakable(raw)
    if (text.trim() === '') return refuse('chat_empty')
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
