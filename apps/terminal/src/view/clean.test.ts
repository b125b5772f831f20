import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boardOf, Game } from '../game.testkit.ts'
import { paint } from '../shell/paint.ts'
import { clean, cleanCell } from './clean.ts'
import { render } from './render.ts'
import { widthOf } from './span.ts'

it('[TERMINAL-19] text becomes one line without controls, escapes and changes of direction', () => {
  expect(clean('a\x1b[31mb\x07c\u009b2Jd')).toBe('a[31mbc2Jd')
  expect(clean('satu\ndua\r\n\ttiga')).toBe('satu dua tiga')
  expect(clean('\u202eevil\u2066x\u2069\u200fy')).toBe('evilxy')
  expect(clean('e\u0301 👨‍👩‍👧 日本')).toBe('é 👨‍👩‍👧 日本')
  expect(clean(`z${'\u0300'.repeat(200)}!`)).toBe('\ufffd!')
})

it('[TERMINAL-19] a cell always takes room', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }), text => {
      expect(widthOf(cleanCell(text))).toBeGreaterThan(0)
    }),
    { seed: 11, numRuns: 500 },
  )
})

/** Ours, around names and texts: each is closed on its line. */
const ISOLATE = /\u2068([^\u2066-\u2069]*)\u2069/g
/** Whatever a terminal may obey, once our own colours and isolates are taken out. */
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

it('[TERMINAL-19] whatever the network says, only our own colours reach the terminal', () => {
  const evil = fc.string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '\x1b',
      '[',
      '2',
      'J',
      '\n',
      '\r',
      '\x07',
      '\x9b',
      '\u202e',
      '\u2068',
      '\u2069',
      'ש',
      'é',
      '猫',
      '\u0300',
    ),
    maxLength: 40,
  })
  fc.assert(
    fc.property(evil, evil, (name, text) => {
      const game = new Game().enter()
      game.hear(
        { type: 'chat', from: name, text, at: 1e99 },
        { type: 'presence', event: 'join', username: name, online: 1 },
        { type: 'error', code: text, message: text, retryable: false },
      )
      game.submit('/board').hear(boardOf({ username: name, wpm: 1e300 }))
      const { lines } = render(game.state, { cols: 60, rows: 30 }, game.now)
      for (const line of lines) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
        const texts = paint(line, true).replace(/\x1b\[[\d;]*m/g, '')
        expect(texts.replace(ISOLATE, '$1')).not.toMatch(OBEYED)
      }
    }),
    { seed: 12, numRuns: 150 },
  )
})

it('[TERMINAL-9] typed, wrong and left differ with and without colour', () => {
  for (const colour of [true, false]) {
    const painted = (['typed', 'wrong', 'rest'] as const).map(style => paint([{ text: 'x', style }], colour))
    expect(new Set(painted).size).toBe(3)
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  expect(paint([{ text: 'x', style: 'typed' }], false)).not.toMatch(/\x1b\[(3|4|9)\d/)
})
