import { randomInt } from 'node:crypto'

/** Guest names that are tried before a client is refused one. */
export const GUEST_NAMES_MAX = 12
/** The more attempts failed, the more digits: names stay short while few guests are online. */
const ATTEMPTS_PER_DIGIT = 3

/** The name of a client that has none: `Tamu 7`. */
export const guestName = (attempt: number): string =>
  `Tamu ${randomInt(1, 10 ** (2 + Math.floor(attempt / ATTEMPTS_PER_DIGIT)))}`
