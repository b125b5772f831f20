import { graphemes } from './graphemes.ts'
import { BACKSPACE, ERASE_WORD } from './is-key.ts'
import { WRONG_MAX } from './limits.ts'

/** How far a racer is. One writer; browser and server hold one each and press the same keys into it. */
export type Typing = {
  readonly graphemes: readonly string[]
  /** Graphemes typed right, counted from the start of the text. */
  correct: number
  /** What stands typed wrong after them, at most `WRONG_MAX`. */
  readonly wrong: string[]
  /** Character keys pressed, right or wrong; erasing keys are none. */
  presses: number
  correctPresses: number
}

export type Pressed = 'correct' | 'wrong' | 'ignored' | 'erased'

export function createTyping(text: string): Typing {
  return { graphemes: graphemes(text), correct: 0, wrong: [], presses: 0, correctPresses: 0 }
}

/** Complete means equal to the text, grapheme for grapheme: nothing wrong can stand at the end. */
export function isComplete(typing: Typing): boolean {
  return typing.correct === typing.graphemes.length
}

/**
 * Presses one key (see `isKey`; unchecked here, for this is the hot path: a right key allocates nothing).
 * `ignored`: the text is complete, there is nothing to erase, or `WRONG_MAX` stand wrong already; only the
 * last of these counts as a press.
 */
export function press(typing: Typing, key: string): Pressed {
  const expected = typing.graphemes[typing.correct]
  if (expected === undefined) return 'ignored'
  if (key === expected && typing.wrong.length === 0) return pressRight(typing)
  if (key === BACKSPACE)
    return erase(typing, typing.wrong.length > 0 ? typing.correct : typing.correct - 1, 1)
  if (key === ERASE_WORD) return erase(typing, wordStart(typing), typing.wrong.length)
  const grapheme = key.normalize('NFC')
  if (grapheme === expected && typing.wrong.length === 0) return pressRight(typing)
  typing.presses++
  if (typing.wrong.length >= WRONG_MAX) return 'ignored'
  typing.wrong.push(grapheme)
  return 'wrong'
}

function pressRight(typing: Typing): Pressed {
  typing.correct++
  typing.presses++
  typing.correctPresses++
  return 'correct'
}

function erase(typing: Typing, correct: number, wrongErased: number): Pressed {
  if (correct < 0 || (correct === typing.correct && typing.wrong.length === 0)) return 'ignored'
  typing.correct = correct
  typing.wrong.length = Math.max(0, typing.wrong.length - wrongErased)
  return 'erased'
}

/** Start of the word the cursor is in; at a word's start with nothing wrong, of the word before. */
function wordStart(typing: Typing): number {
  let start = typing.correct
  if (typing.wrong.length === 0) while (start > 0 && isSpace(typing.graphemes[start - 1])) start--
  while (start > 0 && !isSpace(typing.graphemes[start - 1])) start--
  return start
}

function isSpace(grapheme: string | undefined): boolean {
  return grapheme !== undefined && grapheme.trim() === ''
}
