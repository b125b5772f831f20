/** What a printed text holds and a keyboard does not, and what a racer types for it. */
const FOLDED: readonly (readonly [pattern: RegExp, typed: string])[] = [
  [/[\u2018\u2019\u201a\u201b\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
]

/** Soft hyphen, zero-width space, word joiner, byte order mark, lone surrogates. Joiners of scripts stay. */
const UNSEEN = /[\u00ad\u200b\u2060\ufeff\p{Cs}]/gu
const SPACE = /[\s\p{Cc}]+/gu

/**
 * A text as it can be typed: NFC, typography folded to ASCII, every run of white space and controls
 * one space, nothing unseen, trimmed. Normalising twice changes nothing.
 */
export function normaliseText(text: string): string {
  const seen = text.replace(UNSEEN, '').normalize('NFC')
  const folded = FOLDED.reduce((sofar, [pattern, typed]) => sofar.replace(pattern, typed), seen)
  return folded.replace(SPACE, ' ').trim().normalize('NFC')
}
