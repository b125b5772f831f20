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
  ])('[L19] %j: the third repetition within 30 s is refused, and none before', (...texts) => {
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
  ])('[L19] the numbers in %j and %j are different messages', (one, other) => {
    const send = conversation()
    for (let i = 0; i < 3; i++) expect([send(one), send(other)]).toEqual([one, other])
    expect([send(one), send(other)]).toEqual([REPEATED, REPEATED])
  })

  it('[L4] 1 to 300 graphemes', () => {
    const send = conversation()
    expect(send(' \u0000\x1b ')).toEqual({ refused: 'chat_empty' })
    expect(send('ab'.repeat(150))).toBe('ab'.repeat(150))
    expect(send('abc'.repeat(101))).toEqual({ refused: 'chat_too_long' })
    const families = '👨‍👩‍👧‍👦'.repeat(300)
    expect(send(families)).toBe(families)
    expect(send(`${families}!`)).toEqual({ refused: 'chat_too_long' })
  })

  it('[B8] [C6] nothing that a terminal would obey is left', () => {
    const obeyed =
      '\x00\x07\x08\x1b\x7f\x85\x9b\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ud800'
    expect(speakable(obeyed).trim()).toBe('')
    expect(speakable('é 你好 שלום 👨‍👩‍👧 ~')).toBe('é 你好 שלום 👨‍👩‍👧 ~')
  })

  it('[C1] as it is changes no more than that', () => {
    const rules = new ChatRules()
    expect(rules.admit(0, '  e\u0301\x1b  ', 'as-it-is')).toBe('  e\u0301   ')
    expect(rules.admit(0, '  o\u0301\x1b  ')).toBe('ó')
  })
})
