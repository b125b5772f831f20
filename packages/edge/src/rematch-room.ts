import { createHmac } from 'node:crypto'
import type { RaceId } from '@ketik/race'

/** 132 bits, which no stranger guesses. */
const LETTERS = 22

/**
 * The room in which those who raced can race again. Only their own view of the race has it: whoever knows the race's id
 * alone cannot compute it. Every node derives the same from the secret that all share, so nothing is stored. The space
 * keeps it apart from what session tokens sign, which is base64url.
 */
export const rematchRoom = (sessionSecret: string, race: RaceId): string => {
  const proof = createHmac('sha256', sessionSecret).update(`rematch ${race}`).digest('base64url')
  return `rematch-${proof.slice(0, LETTERS)}`
}
