import { graphemes } from './graphemes.ts'

export const BACKSPACE = '\b'
/** What a terminal sends for Ctrl-W, and the web client for Ctrl-Backspace. */
export const ERASE_WORD = '\u0017'

/** Longest key in UTF-16 units: a family emoji takes 11, stacked accents more; a flood is no key. */
export const KEY_UNITS_MAX = 32

const UNTYPABLE = /[\p{Cc}\p{Cs}]/u

/** Whether a string from the wire is a key: one grapheme cluster after NFC, Backspace or erase-word. */
export function isKey(value: string): boolean {
  if (value.length === 0 || value.length > KEY_UNITS_MAX) return false
  if (isErasing(value)) return true
  // Most keys by far. They need no regular expression, and those of k6 do not know `\p`.
  if (value.length === 1 && value >= ' ' && value <= '~') return true
  if (UNTYPABLE.test(value)) return false
  return value.length === 1 || graphemes(value).length === 1
}

/** Erasing keys are no presses: they count neither for raw speed nor for accuracy. */
export function isErasing(key: string): boolean {
  return key === BACKSPACE || key === ERASE_WORD
}
