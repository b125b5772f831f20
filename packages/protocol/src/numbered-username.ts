import { graphemes } from '@ketik/race'
import { USERNAME_GRAPHEMES_MAX } from './username-form.ts'

/** The highest number that the server tries before a login fails with `name_taken`. */
export const USERNAME_NUMBER_MAX = 99

/**
 * The name with a number behind it, `Budi 2`, for a client that cannot ask its user for another name. The base is cut
 * so that the whole name keeps to 24 grapheme clusters. `username` is valid already; `number` is 2 or more.
 */
export const numberedUsername = (username: string, number: number): string => {
  const suffix = ` ${number}`
  const base = graphemes(username).slice(0, USERNAME_GRAPHEMES_MAX - suffix.length)
  return `${base.join('').trimEnd()}${suffix}`
}
