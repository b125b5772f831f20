import { graphemes } from '@ketik/race'
import { isRefusal } from './refusal.ts'
import { FORBIDDEN_IN_USERNAME, toUsername, USERNAME_GRAPHEMES_MAX, USERNAME_UNITS_MAX } from './username.ts'

const FORBIDDEN = new RegExp(FORBIDDEN_IN_USERNAME, 'gu')

/**
 * What can be used of a name that was refused: without forbidden characters and cut to 24 grapheme clusters. Undefined
 * when nothing of it can be.
 */
export const repairedUsername = (raw: string): string | undefined => {
  const allowed = raw
    .slice(0, 4 * USERNAME_UNITS_MAX)
    .normalize('NFC')
    .replace(FORBIDDEN, '')
    .trim()
  let name = ''
  for (const grapheme of graphemes(allowed).slice(0, USERNAME_GRAPHEMES_MAX)) {
    if (name.length + grapheme.length > USERNAME_UNITS_MAX) break
    name += grapheme
  }
  const username = toUsername(name)
  return isRefusal(username) ? undefined : username
}
