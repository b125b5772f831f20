import { foldUsername } from './fold-username.ts'
import { isRefusal, type Refusal, refuse } from './refusal.ts'
import { hasSeparator } from './separators.ts'
import { toUsernameForm } from './username-form.ts'

/** Words by which this server or its operators would seem to speak, also with spaces and punctuation around them. */
const RESERVED = new Set(['ketik', 'admin', 'operator', 'system', 'sistem', 'deleted'].map(foldUsername))
/** `?` is shown where there is no name; the dots are no segment of a path. */
const RESERVED_SIGNS = new Set(['.', '..', '?'].map(foldUsername))
const AROUND_LETTERS = /[^\p{L}\p{N}]/gu
/** What the server itself puts behind the name of a seat or of an earlier player (CONTRACTS F). */
const ENDINGS = ['(ghost)', '(bot)', '(guest)'].map(ending => ` ${foldUsername(ending)}`)

/**
 * A name that a player may have, as it is shown; or `bad_username`. Every entry point asks this, as do registration and
 * renaming. What a name looks like decides, not how it is written.
 */
export const toUsername = (raw: string): string | Refusal => {
  const name = toUsernameForm(raw)
  if (isRefusal(name)) return name
  const looks = foldUsername(name)
  const isReserved = RESERVED.has(looks.replace(AROUND_LETTERS, '')) || RESERVED_SIGNS.has(looks)
  if (isReserved || hasSeparator(name) || ENDINGS.some(ending => looks.endsWith(ending)))
    return refuse('bad_username')
  return name
}
