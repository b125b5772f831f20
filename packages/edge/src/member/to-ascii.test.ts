import { expect, it } from 'vitest'
import { AsciiNames } from './ascii-names.ts'
import { toAscii } from './to-ascii.ts'

it.each([
  ['halo, dunia! ~', 'halo, dunia! ~'],
  ['café', 'cafe'],
  ['cafe\u0301', 'cafe'],
  ['“x” ‘y’ «z»', '"x" \'y\' "z"'],
  ['Zoë', 'Zoe'],
  ['Straße, Æther, smørrebrød, Łódź, Đặng, İstanbul', 'Strasse, AEther, smorrebrod, Lodz, Dang, Istanbul'],
  ['2–3 — selesai… • ½ × 4', '2-3 - selesai... * 1/2 x 4'],
  ['a\u00a0b Ｆｕｌｌ ﬁ ①', 'a b Full fi 1'],
  ['你好', '??'],
  ['5 €, 👨‍👩‍👧‍👦 dan 👍🏽', '5 ?, ? dan ?'],
  ['привет', '??????'],
  ['5\ufe0f\u20e3 e\u0301\u0302', '5 e'],
])('[NICK-13] %j is %j in ASCII', (text, ascii) => {
  expect(toAscii(text)).toBe(ascii)
})

it('[NICK-13] every character has an ASCII form without controls', () => {
  for (let code = 0x80; code < 0x30000; code += code < 0x3400 ? 1 : 101) {
    const ascii = toAscii(String.fromCodePoint(code))
    if (!/^[ -~]*$/.test(ascii)) expect([code.toString(16), ascii]).toEqual([])
  }
})

it('[NICK-14] nobody is shown in ASCII under the name that someone else is shown under', () => {
  const names = new AsciiNames()
  expect(names.of('Zoë')).toBe('Zoe')
  expect(names.of('Zoe')).toBe('Zoe')
  expect(names.of('Zoë')).toBe('Zoe?')
  expect(names.of('ZOÉ')).toBe('ZOE?2')
  expect(names.of('zoe')).toBe('zoe')
  expect([names.of('你好'), names.of('再见'), names.of('你好')]).toEqual(['??', '???', '??'])
  expect(names.of('Ani： aku')).toBe('Ani? aku')
})
