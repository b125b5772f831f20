import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldUsername } from './fold-username.ts'
import { numberedUsername } from './numbered-username.ts'

const marks = fc.constantFrom(
  '\u0301',
  '\u0307',
  '\u0335',
  '\u0338',
  '\u034f',
  'ı',
  'İ',
  'j',
  'm',
  '\u1e9e',
  ' ',
  'ﾞ',
)

it.each([
  ['another i', ['Budi', 'BUDI', 'Budl', 'Bud1', 'BudI', 'Budı', 'Bud|', 'Budі']],
  ['other alphabets', ['Budi', 'Вudi', 'ᏴUDI', 'Βudi', '𝐁𝐮𝐝𝐢', 'Ｂｕｄｉ', 'ⓑⓤⓓⓘ', 'Bυdi']],
  ['what shows nothing', ['Budi', 'Bu\u200ddi', 'Bu\u034fdi', 'Budi\u3164', '\u2060Budi', 'Bu\u{e0041}di']],
  ['whole words', ['Hope', 'Норе', 'НОРЕ', 'h0pe', 'Ηοре']],
  ['spaces', ['a b', 'a  b', 'a\u00a0b', 'A\u3000b', 'a\u1680b']],
  ['case', ['Вова', 'вова', 'ВОВА']],
  ['both sigmas', ['σας', 'ΣΑΣ']],
  ['several letters', ['Amin', 'Arnin', 'АМIN']],
  ['marks drawn as one', ['b\u0335', 'b\u0335\u0335', 'b\u0336']],
  ['a dot over an i', ['İrem', 'Irem', 'i\u0307rem']],
])('[NAME-5] names that differ in %s are one name', (_, names) =>
  expect(new Set(names.map(foldUsername)).size).toBe(1),
)

it.each([
  ['Zoë', 'Zoe'],
  ['Budi', 'Bude'],
  ['Nina', 'Vina'],
  ['Yani', 'Uani'],
  ['Budi', 'Bu di'],
  ['Budi 2', 'Budi 3'],
  ['Straße', 'Strasse'],
  ['Егор', 'Игор'],
  ['山田', '山本'],
  ['محمد', 'محمود'],
  ['कमला', 'विमला'],
  ['👍', '👎'],
])('[NAME-5] %s and %s are two names', (one, other) =>
  expect(foldUsername(one)).not.toBe(foldUsername(other)),
)

it('[NAME-5] the numbers of numbered names and of guests stay apart', () => {
  const numbered = Array.from({ length: 98 }, (_, i) => numberedUsername('Budi', i + 2))
  const guests = Array.from({ length: 999 }, (_, i) => `Tamu ${i + 1}`)
  const all = [...numbered, ...guests]
  expect(new Set(all.map(foldUsername)).size).toBe(all.length)
})

it('[NAME-5] folding again changes nothing, for every character', () => {
  for (let from = 0; from < 0x110000; from += 0x400) {
    if (from >= 0xd800 && from <= 0xdfff) continue
    const codes = Array.from({ length: 0x400 }, (_, i) => from + i)
    const folded = foldUsername(codes.map(code => `a${String.fromCodePoint(code)}`).join(''))
    expect([from.toString(16), foldUsername(folded)]).toEqual([from.toString(16), folded])
  }
})

it('[NAME-5] folding again changes nothing, for every text', () => {
  const character = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })
  const text = fc.array(fc.oneof(character, marks), { maxLength: 12 }).map(parts => parts.join(''))
  fc.assert(
    fc.property(text, name => {
      expect(foldUsername(foldUsername(name))).toBe(foldUsername(name))
    }),
    { seed: 39, numRuns: 3_000 },
  )
})

it('[NAME-5] folds ASCII alone as it does beside other letters', () => {
  const ascii = fc.string({ unit: 'binary-ascii' })
  fc.assert(
    fc.property(ascii, text => {
      expect(foldUsername(`${text}x`)).toBe(foldUsername(`${text}xé`).slice(0, -foldUsername('é').length))
    }),
    { seed: 39, numRuns: 1_000 },
  )
})

it('[NAME-5] these capitals, and no others, are not the same as their small letters', () => {
  const apart = new Set<string>()
  for (let code = 0; code < 0x110000; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const capital = String.fromCodePoint(code)
    const small = capital.toLowerCase()
    if (!/\p{L}/u.test(capital) || small === capital || foldUsername(capital) === foldUsername(small))
      continue
    apart.add(String.fromCodePoint(capital.normalize('NFD').codePointAt(0) ?? 0))
  }
  expect([...apart].join('')).toBe('\u01bcΗΥΓΝϬՅ\u{118a6}\u{118b5}\u{118bc}')
})
