import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BACKSPACE, createTyping, ERASE_WORD, isComplete, press, type Typing, WRONG_MAX } from './index.ts'

const B = BACKSPACE
const W = ERASE_WORD

function typed(text: string, ...keys: readonly string[]): Typing {
  const typing = createTyping(text)
  for (const key of keys) press(typing, key)
  return typing
}

/** What stands on the screen: the correct part, a bar, the wrong part. */
function shown({ graphemes, correct, wrong }: Typing): string {
  return `${graphemes.slice(0, correct).join('')}|${wrong.join('')}`
}

describe('a racer types', () => {
  test('[RACE-4] right keys move on', () => {
    const typing = createTyping('hi')
    expect([press(typing, 'h'), press(typing, 'i')]).toEqual(['correct', 'correct'])
    expect(typing).toMatchObject({ correct: 2, wrong: [], presses: 2, correctPresses: 2 })
  })

  test('[RACE-4] an accent typed decomposed is the composed one', () => {
    expect(shown(typed('café', ...'caf', 'e\u0301'))).toBe('café|')
  })

  test('[RACE-5] after a wrong key the right ones stand wrong too, until it is erased', () => {
    expect(shown(typed('the', 't', 'e', 'h'))).toBe('t|eh')
    expect(shown(typed('the', 't', 'e', B, 'h', 'e'))).toBe('the|')
  })

  test('[RACE-5] at most eight stand wrong, and the ninth is pressed in vain', () => {
    const typing = typed('ab', ...'x'.repeat(WRONG_MAX))
    expect(press(typing, 'y')).toBe('ignored')
    expect(typing).toMatchObject({ correct: 0, presses: WRONG_MAX + 1, correctPresses: 0 })
    expect(typing.wrong).toEqual([...'xxxxxxxx'])
  })

  test('[RACE-6] Backspace removes wrong ones first, then steps back, and stops at the start', () => {
    const typing = typed('ab', 'a', 'x')
    expect([press(typing, B), shown(typing)]).toEqual(['erased', 'a|'])
    expect([press(typing, B), shown(typing)]).toEqual(['erased', '|'])
    expect([press(typing, B), shown(typing)]).toEqual(['ignored', '|'])
  })

  test.each([
    ['within a word, its part before the cursor', [...'the qui', W], 'the |'],
    ['with wrong ones, these and the part of the word', [...'the qux', W], 'the |'],
    ['at the start of a word, the word before', [...'the ', W], '|'],
    ['at the start of a word with wrong ones, only these', [...'the xy', W], 'the |'],
    ['at the end of a word, that word', [...'the quick', W], 'the |'],
    ['twice, word by word', [...'the quick b', W, W], 'the |'],
  ])('[RACE-7] erase-word removes, %s', (_, keys, screen) => {
    expect(shown(typed('the quick brown', ...keys))).toBe(screen)
  })

  test('[RACE-7] erase-word at the start does nothing', () => {
    expect(press(createTyping('the'), W)).toBe('ignored')
  })

  test('[RACE-8] erasing keys are no presses', () => {
    expect(typed('ab', 'a', B, 'a', W, W, 'a')).toMatchObject({ presses: 3, correctPresses: 3 })
  })

  test('[RACE-9] a complete text takes no more keys', () => {
    const typing = typed('ab', 'a', 'b')
    expect(isComplete(typing)).toBe(true)
    expect([press(typing, B), press(typing, W), press(typing, 'x')]).toEqual([
      'ignored',
      'ignored',
      'ignored',
    ])
    expect(typing).toMatchObject({ correct: 2, presses: 2, correctPresses: 2 })
  })
})

describe('whatever is pressed', () => {
  const text = 'ab ba  é ab'
  const key = fc.constantFrom('a', 'b', ' ', 'é', 'x', B, W)
  /** Mostly the right key, so that logs get far. */
  const step = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: key })

  test('[RACE-5] the cursor stays within the text and no more than eight stand wrong', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), keys => {
        const typing = createTyping(text)
        for (const one of keys) {
          press(typing, one)
          expect(typing.correct).toBeGreaterThanOrEqual(0)
          expect(typing.correct).toBeLessThanOrEqual(typing.graphemes.length)
          expect(typing.wrong.length).toBeLessThanOrEqual(WRONG_MAX)
          expect(typing.correctPresses).toBeLessThanOrEqual(typing.presses)
        }
      }),
      { seed: 4 },
    )
  })

  test('[RACE-9] a screen of its own, kept by the naive rules, shows the text exactly when the log completes it', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), steps => {
        const typing = createTyping(text)
        const screen: string[] = []
        for (const one of steps) {
          const pressed = one ?? typing.graphemes[typing.correct] ?? 'a'
          const answer = press(typing, pressed)
          if (answer === 'correct' || answer === 'wrong') screen.push(pressed)
          if (answer === 'erased') screen.length = pressed === B ? screen.length - 1 : typing.correct
          expect(screen.slice(0, typing.correct).join('')).toBe(
            typing.graphemes.slice(0, typing.correct).join(''),
          )
          expect(screen).toHaveLength(typing.correct + typing.wrong.length)
          expect(isComplete(typing)).toBe(screen.join('') === text)
        }
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})
