import { foldUsername } from './fold-username.ts'
import { isRefusal, type Refusal, refuse } from './refusal.ts'
import { hasSeparator } from './separators.ts'
import { toUsernameForm } from './username-form.ts'

/** Names of the server and its operators. Spaces and punctuation around the letters make no difference. */
const RESERVED = new Set(['ketik', 'admin', 'operator', 'system', 'sistem', 'deleted'].map(foldUsername))
/** The server shows `?` where there is no name. In an address, dots would not be a name. */
const RESERVED_SIGNS = new Set(['.', '..', '?'].map(foldUsername))
const AROUND_LETTERS = /[^\p{L}\p{N}]/gu
/** The server appends these to the names of seats and of earlier players. */
const ENDINGS = ['(ghost)', '(bot)', '(guest)'].map(ending => ` ${foldUsername(ending)}`)

/**
 * The name in the form in which it is shown, or `bad_username`. Every entry point, registration and renaming use this
 * function. Names that look like a reserved one are reserved too.
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
