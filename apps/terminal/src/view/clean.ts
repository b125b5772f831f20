import { graphemes } from '@ketik/race'
import stringWidth from 'string-width'

/** Control characters (escape sequences among them), direction overrides, lone surrogates, unassigned fillers. */
const UNSHOWABLE =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/gu
const SPACES = /[\t\n\v\f\r\u0085\u00a0]+/gu
/** Marks stacked higher than this would paint over other lines. */
const CLUSTER_UNITS_MAX = 24
const REPLACEMENT = '\ufffd'

/** Text from anyone as it may reach a terminal: one line, nothing that the terminal would obey. */
export const clean = (text: string): string => {
  const shown = text.normalize('NFC').replace(SPACES, ' ').replace(UNSHOWABLE, '')
  return shown.length <= CLUSTER_UNITS_MAX ? shown : graphemes(shown).map(capped).join('')
}

/** One grapheme as it stands in a cell or two: what takes no room is shown as a replacement. */
export const cleanCell = (grapheme: string): string => {
  const shown = capped(clean(grapheme))
  return stringWidth(shown) === 0 ? REPLACEMENT : shown
}

const capped = (grapheme: string): string => (grapheme.length > CLUSTER_UNITS_MAX ? REPLACEMENT : grapheme)
