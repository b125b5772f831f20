import { isPlain } from './is-plain.ts'

/** Characters that draw nothing or an empty cell: default-ignorable and format characters, and other blanks. */
const INVISIBLE =
  '[\\p{Default_Ignorable_Code_Point}\\p{Cf}\\u2800\\ufffc\\u{13441}\\u{13442}\\u{16fe4}\\u{1d159}]'
const EMOJI = '\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?'
/** Joined emoji such as a family, keycaps, and flags of regions. Their invisible parts select the picture. */
const WITH_INVISIBLE_PARTS = [
  `${EMOJI}(?:\\u200d${EMOJI})*`,
  '[0-9#*]\\ufe0f\\u20e3',
  '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{2,6}\\u{e007f}',
].reverse()
const LOOKED_AT = new RegExp(`(${WITH_INVISIBLE_PARTS.join('|')})|${INVISIBLE}`, 'gu')

const PLAIN_SIGN = /[!-~]/
const SIGN = /[\p{L}\p{N}\p{P}\p{S}]/u
/** How far from a joiner, in UTF-16 units, the letters can be that it joins: marks can stand between. */
const NEAR_UNITS = 10
const NON_JOINER = '\u200c'
const JOINER = '\u200d'
const LAST_MARK = /\p{M}$/u
const FIRST_MARK = /^\p{M}/u
const ARABIC_BEFORE = /(\p{Script=Arabic})\p{Mn}*$/u
const ARABIC_AFTER = /^\p{Mn}*(?=\p{Script=Arabic})\p{L}/u
/** Arabic letters that join no letter after them, by ArabicShaping.txt: a non-joiner behind one changes nothing. */
const JOINS_NOTHING_AFTER =
  /[\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef\u076b\u076c\u0771\u0773\u0774\u0778\u0779\P{L}]/u

/**
 * The text without invisible characters that neither its script nor an emoji needs. It keeps joiners at a virama
 * (Devanagari, Sinhala and others), the non-joiner between Arabic letters that would join (Persian), and the parts of
 * an emoji.
 */
export const withoutInvisible = (text: string): string => {
  if (isPlain(text)) return text
  return text.replace(LOOKED_AT, (found: string, emoji: string | undefined, at: number) => {
    if (emoji !== undefined) return found
    const isJoiner = found === JOINER || found === NON_JOINER
    return isJoiner &&
      isNeeded(found, text.slice(Math.max(0, at - NEAR_UNITS), at), text.slice(at + 1, at + NEAR_UNITS))
      ? found
      : ''
  })
}

/** RFC 5892, CONTEXTJ, and the joiner before a virama, which the ya-phala of Bengali needs. */
const isNeeded = (joiner: string, before: string, after: string): boolean => {
  if (isVirama(LAST_MARK.exec(before)?.[0])) return true
  if (joiner === JOINER) return isVirama(FIRST_MARK.exec(after)?.[0])
  const letter = ARABIC_BEFORE.exec(before)?.[1]
  return letter !== undefined && !JOINS_NOTHING_AFTER.test(letter) && ARABIC_AFTER.test(after)
}

/**
 * Whether a mark has the canonical combining class 9, Virama. JavaScript has no property for the class, but
 * normalization sorts marks by it: it puts a virama after U+3099 (class 8) and before U+05B0 (class 10).
 */
const isVirama = (mark: string | undefined): boolean =>
  mark !== undefined && isMoved(`${mark}\u3099`) && isMoved(`\u05b0${mark}`)

const isMoved = (marks: string): boolean => marks.normalize('NFD') !== marks

/** Whether a text has a letter, digit or sign, not only spaces, marks and invisible characters. */
export const isVisible = (text: string): boolean => PLAIN_SIGN.test(text) || SIGN.test(withoutInvisible(text))
