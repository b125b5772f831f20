import { expect, it } from 'vitest'
import { LOOK_ALIKES } from './look-alike-table.ts'
import { toUsername } from './username.ts'

const BAD = { refused: 'bad_username' }

it.each(['.', '..', '．', '‥', '?', '？', '[deleted]', 'deleted', '(Deleted)'])(
  '[NAME-6] %s is reserved',
  name => expect(toUsername(name)).toEqual(BAD),
)

it.each([
  'ketik',
  'KETIK',
  'Кетік',
  'K e t i k',
  'ket1k',
  '*Ketik*',
  '[Ketik]',
  '【Ketik】',
  '⁅Ketik⁆',
  '[Ke\u200dtik]',
])('[NAME-6] %s looks like this server speaking and is reserved', name =>
  expect(toUsername(name)).toEqual(BAD),
)

it.each([
  'admin',
  'Adm1n',
  'аdmin',
  '☆admin☆',
  'operator',
  '0perat0r',
  'System',
  'sistem',
  'S1stem',
  'ａｄｍｉｎ',
])('[NAME-6] %s looks like an operator and is reserved', name => expect(toUsername(name)).toEqual(BAD))

it.each([
  'Budi (ghost)',
  'Budi (bot)',
  'Budi (GUEST)',
  'Budi\u00a0(b0t)',
  'Budi  (gh0st)',
  'Budi （bot）',
  '5 (guest)',
])('[NAME-6] %s ends as only the server marks names', name => expect(toUsername(name)).toEqual(BAD))

it.each(['Ketika', 'Badmin', 'Budi (asli)', 'botani', 'Ghost', '...', '¿?', 'Tamu 7', 'Systema'])(
  '[NAME-6] %s is nobody else and stays free',
  name => expect(toUsername(name)).toBe(name),
)

it('[NAME-7] no character that looks like a colon or a square bracket stands in a name', () => {
  const like = LOOK_ALIKES.trim()
    .split(/\s+/)
    .map(entry => entry.split('='))
    .filter(([to]) => to === '3a' || to === '5b' || to === '5d')
    .flatMap(([, froms = '']) => froms.split(','))
    .map(hex => String.fromCodePoint(Number.parseInt(hex, 16)))
  expect(like.length).toBeGreaterThan(12)
  for (const character of [...like, ':', '：', '﹕', '︓', '∶', 'ː', '꞉', '[', ']', '［'])
    expect([character, toUsername(`a${character}b`)]).toEqual([character, BAD])
})

it('[NAME-7] no name has a bracket of any kind but parentheses, corner brackets and low quotation marks', () => {
  const brackets = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter(code => code < 0xd800 || code > 0xdfff)
    .map(code => String.fromCodePoint(code))
    .filter(character => /[\p{Ps}\p{Pe}]/u.test(character))
  const free = brackets.filter(bracket => toUsername(`中${bracket}文`) === `中${bracket}文`)
  expect(brackets.length).toBeGreaterThan(150)
  expect(free.join('')).toBe('()‚„「」『』〝〞〟（）｢｣')
})

it.each(['⁅Budi⁆', 'Ab⟧', '⎡Budi⎦', '❲Budi❳'])('[NAME-7] %s could pass for an operator', name =>
  expect(toUsername(name)).toEqual(BAD),
)
