import { graphemes } from '@ketik/race'
import { mainWriting } from './is-one-script.ts'
import { placesOf } from './places.ts'
import { isRefusal } from './refusal.ts'
import { hasSeparator } from './separators.ts'
import { toUsername } from './username.ts'
import {
  GRAPHEME_PLACES_MAX,
  USERNAME_GRAPHEMES_MAX,
  USERNAME_PLACES_MAX,
  USERNAME_UNITS_MAX,
  withoutForbidden,
} from './username-form.ts'

const LAST_WORD = /\s+\S*$/u

/**
 * The usable part of a refused name: the characters of the script that most of it has, without forbidden characters and
 * reserved endings, cut to 24 grapheme clusters. Undefined if nothing is usable.
 */
export const repairedUsername = (raw: string): string | undefined => {
  const given = graphemes(withoutForbidden(raw.slice(0, 4 * USERNAME_UNITS_MAX)))
  const writing = mainWriting(given.slice(0, USERNAME_GRAPHEMES_MAX))
  let name = ''
  let count = 0
  for (const grapheme of given) {
    if (!writing.test(grapheme) || hasSeparator(grapheme) || placesOf(grapheme) > GRAPHEME_PLACES_MAX)
      continue
    if (placesOf(name + grapheme) > USERNAME_PLACES_MAX) break
    if (count === USERNAME_GRAPHEMES_MAX || name.length + grapheme.length > USERNAME_UNITS_MAX) break
    name += grapheme
    count += 1
  }
  for (let rest = name.trim(); rest !== ''; rest = rest.replace(LAST_WORD, '')) {
    const username = toUsername(rest)
    if (!isRefusal(username)) return username
    if (!LAST_WORD.test(rest)) break
  }
  return undefined
}
