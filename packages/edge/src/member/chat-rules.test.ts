import { describe, expect, it } from 'vitest'
import { ChatRules, speakable } from './chat-rules.ts'

/** Sends a text and answers what comes of it. */
const conversation = () => {
  const rules = new ChatRules()
  return (text: string, now = 0) => {
    const admitted = rules.admit(now, text)
    if (typeof admitted === 'string') rules.remember(now, admitted)
    return admitted
  }
}
const REPEATED = { refused: 'chat_repeated' }

describe('what may be sent to the lobby', () => {
  it.each([
    ['halo', 'HALO', 'haaalooo', 'Halo!!'],
    ['halo semua', 'halo, semua!!!', 'h a l o semua', '  halo semua '],
    ['!!!', '!!!', '!!!', '!!!'],
    ['nilai 100', 'nilai 100!', 'NILAI 100...', 'nilaiii 100'],
  ])('[LOBBY-19] %j: the third repetition within 30 s is refused, and none before', (...texts) => {
    const send = conversation()
    const [first, second, third, fourth = ''] = texts
    for (const text of [first, second, third]) expect(send(text)).toBe(text.trim())
    expect(send('lain')).toBe('lain')
    expect(send(fourth, 29_999)).toEqual(REPEATED)
    expect(send(fourth, 30_000)).toBe(fourth.trim())
  })

  it.each([
    ['100', '1000'],
    ['5', '-5'],
    ['31', '3-1'],
    ['15', '1.5'],
    ['11', '111'],
    ['1 1', '11'],
    ['5', '5%'],
    ['nilai 10', 'nilai 100'],
    ['x = 2', 'x = -2'],
    ['٣٣', '٣٣٣'],
  ])('[LOBBY-19] the numbers in %j and %j are different messages', (one, other) => {
    const send = conversation()
    for (let i = 0; i < 3; i++) expect([send(one), send(other)]).toEqual([one, other])
    expect([send(one), send(other)]).toEqual([REPEATED, REPEATED])
  })

  it('[LOBBY-4] 1 to 300 graphemes', () => {
    const send = conversation()
    expect(send(' \u0000\x1b ')).toEqual({ refused: 'chat_empty' })
    expect(send('ab'.repeat(150))).toBe('ab'.repeat(150))
    expect(send('abc'.repeat(101))).toEqual({ refused: 'chat_too_long' })
    const families = '👨‍👩‍👧‍👦'.repeat(300)
    expect(send(families)).toBe(families)
    expect(send(`${families}!`)).toEqual({ refused: 'chat_too_long' })
  })

  it.each(['\u200b', '\u2060\u3164', '\u2800', '\u00ad \u200d', '\u0301', '\ufe0f', '\u{e0020}'])(
    '[NAME-10] the message %j shows nothing and is empty',
    text => {
      expect(conversation()(text)).toEqual({ refused: 'chat_empty' })
      expect(new ChatRules().admit(0, text, 'as-it-is')).toEqual({ refused: 'chat_empty' })
    },
  )

  it.each([
    [
      'beli di sini',
      ['beli\u200b di sini', 'be\u2060li di sini', 'beli di sini\u3164', 'b\u200de\u200dli di sini'],
    ],
    ['beli di sini', ['bеli di sini', 'beli di sіni', 'bel1 di sini', '𝐛𝐞𝐥𝐢 di sini']],
    ['😀', ['😀\u200d', '😀\ufe0f', '\u200b😀', '😀\u2060']],
  ])('[NAME-11] what looks like %j is a repetition of it', (text, variants) => {
    const send = conversation()
    for (let i = 0; i < 3; i++) expect(send(text)).toBe(text)
    for (const variant of variants) expect([variant, send(variant)]).toEqual([variant, REPEATED])
  })

  it('[NAME-12] a letter keeps four marks, at every entry point', () => {
    const tall = (marks: number) => `z${'\u0300'.repeat(marks)}!`
    for (const form of ['tidy', 'as-it-is'] as const) {
      expect(new ChatRules().admit(0, tall(4), form)).toBe(tall(4))
      expect(new ChatRules().admit(0, tall(200), form)).toBe(tall(4))
    }
  })

  it('[NAME-12] a letter keeps four marks beside it, and no message is wider than 600 letters', () => {
    const wide = (marks: number) => `क${'\u093e'.repeat(marks)}!`
    for (const form of ['tidy', 'as-it-is'] as const) {
      expect(new ChatRules().admit(0, wide(4), form)).toBe(wide(4))
      expect(new ChatRules().admit(0, wide(200), form)).toBe(wide(4))
      expect(new ChatRules().admit(0, `ก${'\u0e33'.repeat(599)}`, form)).toHaveLength(600)
      expect(new ChatRules().admit(0, `ก${'\u0e33'.repeat(600)}`, form)).toEqual({ refused: 'chat_too_long' })
    }
  })

  it('[NAME-12] a message has at most 4,096 UTF-16 units', () => {
    const long = (graphemes: number) => '👩🏽\u200d❤\ufe0f\u200d💋\u200d👩🏽'.repeat(graphemes)
    expect(conversation()(long(200))).toBe(long(200))
    expect(conversation()(long(290))).toEqual({ refused: 'chat_too_long' })
  })

  it.each([
    'سلام، نمی\u200cخواهم',
    'क्\u200dषमा',
    'র\u200d্যাচেল',
    '👨‍👩‍👧‍👦 1\ufe0f\u20e3 ❤\ufe0f 🏴\u{e0067}\u{e0062}\u{e007f}',
  ])('[NAME-13] %s keeps the invisible characters that it needs', text =>
    expect(conversation()(text)).toBe(text),
  )

  it('[NICK-8] nothing that a terminal would obey is left', () => {
    const obeyed =
      '\x00\x07\x08\x1b\x7f\x85\x9b\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ud800'
    expect(speakable(obeyed).trim()).toBe('')
    expect(speakable('é 你好 שלום 👨‍👩‍👧 ~')).toBe('é 你好 שלום 👨‍👩‍👧 ~')
  })

  it('[PLAIN-1] as it is changes no more than that', () => {
    const rules = new ChatRules()
    expect(rules.admit(0, '  e\u0301\x1b  ', 'as-it-is')).toBe('  e\u0301   ')
    expect(rules.admit(0, '  o\u0301\x1b  ')).toBe('ó')
  })
})
