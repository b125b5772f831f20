/** The locale is fixed so that browser and server cut alike; clusters do not depend on the language. */
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

const ASCII_MAX = 0x7f
const CARRIAGE_RETURN = 0x0d

/**
 * The grapheme clusters of a text after NFC: the characters that a racer types and that figures count.
 * Source: Unicode UAX #29 (extended clusters), by way of `Intl.Segmenter`.
 */
export function graphemes(text: string): readonly string[] {
  if (isPlainAscii(text)) return text.split('')
  return Array.from(segmenter.segment(text.normalize('NFC')), cluster => cluster.segment)
}

/** In ASCII every unit is a cluster of its own, but for CR LF. */
function isPlainAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > ASCII_MAX || unit === CARRIAGE_RETURN) return false
  }
  return true
}
