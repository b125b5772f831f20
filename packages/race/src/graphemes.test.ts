import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graphemes, isKey, normaliseText } from './index.ts'

test('[RACE-1] a family, a flag, a composed accent and CR LF are one character each', () => {
  expect(graphemes('a👨‍👩‍👧🇮🇩e\u0301')).toEqual(['a', '👨‍👩‍👧', '🇮🇩', 'é'])
  expect(graphemes('\r\n')).toEqual(['\r\n'])
  expect(graphemes('')).toEqual([])
})

test('[RACE-1] plain ASCII is cut as the segmenter cuts it', () => {
  const ascii = fc.string({ unit: fc.constantFrom(...'ab \n\t.,\r\u0001~') })
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  fc.assert(
    fc.property(ascii, text => {
      expect(graphemes(text)).toEqual([...segmenter.segment(text)].map(({ segment }) => segment))
    }),
    { seed: 1 },
  )
})

test('[RACE-1] the characters joined are the text in NFC', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(graphemes(text).join('')).toBe(text.normalize('NFC'))
    }),
    { seed: 2 },
  )
})

test('[RACE-2] typography becomes what a keyboard has', () => {
  expect(normaliseText('  \u201cDon\u2019t\u201d\u00a0\u2014 he\u00adsaid\u2026\r\n\tYes\u200b ')).toBe(
    '"Don\'t" - hesaid... Yes',
  )
  expect(normaliseText('cafe\u0301')).toBe('café')
})

test('[RACE-2] normalising twice changes nothing, and every short character of the result is a key', () => {
  const messy = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 1 }),
      fc.constantFrom(' ', '\u00a0', '\u200b', '\u2019', '\u0301', '\b', '\n', '\ud800'),
    ),
  })
  fc.assert(
    fc.property(messy, text => {
      const normal = normaliseText(text)
      expect(normaliseText(normal)).toBe(normal)
      expect(graphemes(normal).filter(one => one.length <= 32 && !isKey(one))).toEqual([])
    }),
    { seed: 3, numRuns: 500 },
  )
})
