import { expect, test } from 'vitest'
import { pairTableClone } from '../corpus/copies.ts'
import { FAST_ON_A_FINE_CLOCK, TOR_TOUCH } from '../corpus/honest-typists.ts'
import { logNormal, metronome, program } from '../corpus/programs.ts'
import { randomFrom } from '../corpus/random.ts'
import type { Typed } from '../corpus/typed.ts'
import { insertCorrected } from '../corpus/with-errors.ts'
import { BACKSPACE, figuresOf, type LoggedKey, plausibilityOf } from './index.ts'

const judged = ({ text, keys }: Typed) =>
  plausibilityOf({ timed: 'keys', figures: figuresOf(text, keys), keys })
const signalsOf = (typed: Typed): readonly string[] =>
  judged(typed)
    .signals.filter(({ verdict }) => verdict !== 'hint')
    .map(({ kind }) => kind)

test.each([61, 80, 100, 128])('[HONESTY-3] a metronome at %i wpm is for review', wpm => {
  const typed = program('', [wpm, wpm], metronome()).type(randomFrom(wpm))
  expect(judged(typed)).toMatchObject({
    verdict: 'review',
    signals: [{ kind: 'even-gaps', verdict: 'review' }],
  })
})

test('[HONESTY-3] a metronome at 128 wpm that errs and corrects itself after a pause is for review', () => {
  const random = randomFrom(128)
  const { text, keys } = program('', [128, 128], metronome(4)).type(random)
  const erring = insertCorrected(keys, 0.05, () => 150 + 200 * random(), random)
  expect(erring.filter(([, key]) => key === BACKSPACE).length).toBeGreaterThan(2)
  expect(judged({ text, keys: erring }).verdict).toBe('review')
})

test('[HONESTY-3] a metronome up to 60 wpm, and jitter up to 130 wpm, ask for nothing', () => {
  expect(judged(program('', [59, 59], metronome()).type(randomFrom(1))).verdict).toBe('accepted')
  expect(judged(program('', [128, 128], logNormal).type(randomFrom(2))).verdict).toBe('accepted')
})

test('[HONESTY-3] up to 130 wpm, gaps on the ticks of a clock of 100 ms are no grid of a program', () => {
  for (let seed = 0; seed < 40; seed++) expect(signalsOf(TOR_TOUCH.type(randomFrom(seed)))).toEqual([])
})

test('[HONESTY-4] pair timings copied from a log are equal too often, and those of a hand are not', () => {
  const clone = pairTableClone('', FAST_ON_A_FINE_CLOCK)
  const caught = Array.from({ length: 40 }, (_, seed) => signalsOf(clone.type(randomFrom(seed))))
  expect(caught.filter(kinds => kinds.includes('tied-gaps')).length).toBeGreaterThan(30)
  const honest = Array.from({ length: 40 }, (_, seed) =>
    signalsOf(FAST_ON_A_FINE_CLOCK.type(randomFrom(seed))),
  )
  expect(honest.filter(kinds => kinds.includes('tied-gaps')).length).toBeLessThan(2)
})

test('[HONESTY-4] a clock of 16 ms makes gaps equal by itself, so it says nothing of a table', () => {
  const clone = pairTableClone('', FAST_ON_A_FINE_CLOCK)
  for (let seed = 0; seed < 20; seed++) {
    const { text, keys } = clone.type(randomFrom(seed))
    const ticked = keys.map(([at, key]): LoggedKey => [16 * Math.floor(at / 16), key])
    expect(signalsOf({ text, keys: ticked })).not.toContain('tied-gaps')
  }
})
