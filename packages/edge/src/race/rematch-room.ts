import type { RaceId } from '@ketik/race'
import type { SessionKeys } from '../accounts/session-keys.ts'

/** 132 bits, which no stranger guesses. */
const LETTERS = 22

/**
 * The room in which those who raced can race again. Only their own view of the race has it: whoever knows the race's id
 * alone cannot compute it. Every node derives the same from the secret that all share, so nothing is stored.
 */
export const rematchRoom = (keys: SessionKeys, race: RaceId): string =>
  `rematch-${keys.agreedHash(`rematch ${race}`).slice(0, LETTERS)}`
