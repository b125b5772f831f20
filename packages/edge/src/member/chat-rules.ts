import {
  foldUsername,
  isVisible,
  placesOf,
  type Refusal,
  refuse,
  withFewMarks,
  withoutInvisible,
} from '@ketik/protocol'
import { graphemes } from '@ketik/race'

const CHAT_GRAPHEMES_MAX = 300
/** One grapheme may be of many code points; this bounds a message of 300 of them. */
const CHAT_UNITS_MAX = 4_096
/** Letters and spacing marks: as wide as 300 Chinese characters. */
const CHAT_PLACES_MAX = 600
const MARKS_MAX = 4
/** PRODUCT: messages in ten seconds. */
export const CHAT_PER_TEN_SECONDS = 5
/** The third repetition of a message within this time is refused. */
const REPEATED_WITHIN_MS = 30_000
const REPETITIONS_MAX = 2
/** More messages than one connection sends within that time, unless a host raises its limits. */
const REMEMBERED = 64

// Control characters (escape sequences among them), line ends and direction overrides never reach anyone's screen.
const UNSPEAKABLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu

/** A text that does nothing to a terminal but show itself, on one line. */
export const speakable = (raw: string): string => raw.replace(UNSPEAKABLE, ' ')

/** `tidy`: composed, trimmed and without invisible characters; `as-it-is`: with nothing changed but what harms a screen. */
export type TextForm = 'tidy' | 'as-it-is'

type Sent = { readonly core: string; readonly at: number }

/** What one connection may send to the lobby. How often is the business of the chat queue. */
export class ChatRules {
  #sent: readonly Sent[] = []

  /** The text as it may be sent on, or why not. `mayBeEmpty`: an empty text is passed on as well. */
  admit(now: number, raw: string, form: TextForm = 'tidy', mayBeEmpty = false): string | Refusal {
    const text = form === 'tidy' ? tidied(speakable(raw)) : withFewMarks(speakable(raw), MARKS_MAX)
    if (!mayBeEmpty && !isVisible(text)) return refuse('chat_empty')
    if (isTooLong(text)) return refuse('chat_too_long')
    const core = coreOf(text)
    const since = now - REPEATED_WITHIN_MS
    const times = this.#sent.filter(sent => sent.at > since && sent.core === core).length
    return times > REPETITIONS_MAX ? refuse('chat_repeated') : text
  }

  /** The text will be sent: it counts for the repetitions that follow. */
  remember(now: number, text: string): void {
    const sent = { core: coreOf(text), at: now }
    this.#sent = [...this.#sent.filter(({ at }) => at > now - REPEATED_WITHIN_MS), sent].slice(-REMEMBERED)
  }
}

const tidied = (text: string): string =>
  withFewMarks(withoutInvisible(text.normalize('NFC')), MARKS_MAX)
    .normalize('NFC')
    .trim()

const isTooLong = (text: string): boolean =>
  text.length > CHAT_UNITS_MAX ||
  (text.length > CHAT_GRAPHEMES_MAX && graphemes(text).length > CHAT_GRAPHEMES_MAX) ||
  (text.length > CHAT_PLACES_MAX && placesOf(text) > CHAT_PLACES_MAX)

/** Spaces and punctuation that say nothing: not before a number, where they are a sign, a point or a dash, and not %. */
const SEPARATORS = /(?:(?!%)[\s\p{P}])+(?![\s\p{P}\p{N}])/gu
const STRETCHED = /([^\p{N}])\1+/gu

/**
 * What is left of a text without case, spacing, punctuation and stretched letters: the same for near-repetitions. Numbers
 * stay as they are, so that `100` and `1000`, or `5` and `-5`, are different messages. What looks alike is the same.
 */
const coreOf = (text: string): string => {
  const shown = withoutInvisible(text).toLowerCase()
  const core = shown.replace(SEPARATORS, '').replace(/\s+/gu, ' ').replace(STRETCHED, '$1')
  return foldUsername(core === '' ? shown : core)
}
