import { graphemes } from '@ketik/race'
import { isOneScript } from './is-one-script.ts'
import { isPlain } from './is-plain.ts'
import { placesOf } from './places.ts'
import { type Refusal, refuse } from './refusal.ts'
import { withFewMarks } from './with-few-marks.ts'
import { isVisible, withoutInvisible } from './without-invisible.ts'

export const USERNAME_GRAPHEMES_MAX = 24
/** One grapheme can have many marks, so graphemes alone do not bound a name. */
export const USERNAME_UNITS_MAX = 96
/** As wide as 24 Chinese characters. */
export const USERNAME_PLACES_MAX = 48
/** More than a Sanskrit conjunct with its vowel needs. */
export const GRAPHEME_PLACES_MAX = 8
const MARKS_MAX = 2

/**
 * Control, private, unassigned and line-breaking characters, and check marks. Clients show a check mark beside the name
 * of an owner.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u221a-\u221c\u237b\u23b7\u2611\u2705\u2713\u2714\u{10102}\u{1f5f8}\u{1f5f9}\u{1fbb1}]/gu
/** Marks without a letter. A terminal or browser would draw them on the character before the name. */
const BARE_MARKS = /(^|\s)\p{M}+/gu

/** The name without characters that no name may have. It can still be too long, or have several scripts. */
export const withoutForbidden = (raw: string): string => {
  const visible = withoutInvisible(raw.normalize('NFC').replace(FORBIDDEN, ''))
  return withFewMarks(visible, MARKS_MAX).replace(BARE_MARKS, '$1').normalize('NFC').trim()
}

/**
 * The name in the form in which it is shown: NFC, trimmed, 1 to 24 visible grapheme clusters of one script. Otherwise
 * `bad_username`. Clients check a name with it before they send it. `toUsername` of the server refuses more.
 */
export const toUsernameForm = (raw: string): string | Refusal => {
  if (raw.length > 4 * USERNAME_UNITS_MAX) return refuse('bad_username')
  const name = raw.normalize('NFC').trim()
  if (name.length === 0 || name.length > USERNAME_UNITS_MAX) return refuse('bad_username')
  if (isPlain(name)) return name.length > USERNAME_GRAPHEMES_MAX ? refuse('bad_username') : name
  if (withoutForbidden(name) !== name || !isVisible(name)) return refuse('bad_username')
  const all = graphemes(name)
  if (!isOneScript(name) || all.length > USERNAME_GRAPHEMES_MAX) return refuse('bad_username')
  if (placesOf(name) > USERNAME_PLACES_MAX || all.some(one => placesOf(one) > GRAPHEME_PLACES_MAX))
    return refuse('bad_username')
  return name
}
