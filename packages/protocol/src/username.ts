import { graphemes } from '@ketik/race'
import { type Refusal, refuse } from './refusal.ts'

export const USERNAME_GRAPHEMES_MAX = 24
/** One grapheme may carry many marks; this keeps a name from towering over its line. */
export const USERNAME_UNITS_MAX = 96

// Control, format (zero-width joiners inside emoji aside), private, unassigned and line-breaking characters.
export const FORBIDDEN_IN_USERNAME =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/** A name as it is shown: NFC and trimmed, 1 to 24 grapheme clusters; or `bad_username`. */
export const toUsername = (raw: string): string | Refusal => {
  if (raw.length > 4 * USERNAME_UNITS_MAX) return refuse('bad_username')
  const name = raw.normalize('NFC').trim()
  if (name.length === 0 || name.length > USERNAME_UNITS_MAX) return refuse('bad_username')
  if (FORBIDDEN_IN_USERNAME.test(name) || !VISIBLE.test(name)) return refuse('bad_username')
  if (graphemes(name).length > USERNAME_GRAPHEMES_MAX) return refuse('bad_username')
  return name
}

/** The key under which a name is unique: names that differ in case or in compatibility forms are the same name. */
export const foldUsername = (username: string): string =>
  username.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/gu, ' ')
