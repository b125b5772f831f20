/** Letters that people do not mix up when they read a code aloud. */
export const ROOM_CODE_LETTERS = 'ACDEFHJKLMNPQRTUVWXY'
export const ROOM_CODE_LENGTH = 6
/** Bytes from here on would make the first letters likelier than the last. */
const FAIR_BELOW = 256 - (256 % ROOM_CODE_LETTERS.length)

/** Fills an array with random bytes that nobody can predict: `crypto.getRandomValues`. */
export type FillRandomly = (bytes: Uint8Array<ArrayBuffer>) => unknown

/** A new code for a private room. Each letter is equally likely at each place. */
export const newRoomCode = (fill: FillRandomly): string => {
  const bytes = new Uint8Array(2 * ROOM_CODE_LENGTH)
  let code = ''
  while (code.length < ROOM_CODE_LENGTH) {
    fill(bytes)
    for (const byte of bytes) {
      if (byte < FAIR_BELOW && code.length < ROOM_CODE_LENGTH)
        code += ROOM_CODE_LETTERS[byte % ROOM_CODE_LETTERS.length] ?? ''
    }
  }
  return code
}
