import { describe, expect, it } from 'vitest'
import { ChatRules, speakable } from './chat-rules.ts'

describe('what may be said', () => {
  it('[L4] five texts in ten seconds', () => {
    const rules = new ChatRules(0)
    const say = (now: number, text: string) => rules.admit(now, text)
    for (const text of ['a', 'b', 'c', 'd', 'e']) expect(say(0, text)).toBe(text)
    expect(say(0, 'f')).toEqual({ refused: 'rate_limited' })
    expect(say(1_999, 'f')).toEqual({ refused: 'rate_limited' })
    expect(say(2_000, 'f')).toBe('f')
    for (const text of ['g', 'h', 'i', 'j', 'k']) expect(say(12_000, text)).toBe(text)
    expect(say(12_000, 'l')).toEqual({ refused: 'rate_limited' })
  })

  it.each([
    ['halo', 'HALO'],
    ['halo', 'haaalooo'],
    ['halo semua', 'halo, semua!!!'],
    ['halo semua', 'h a l o semua'],
    ['!!!', '!!!'],
  ])('[L4] %j is not repeated as %j', (first, again) => {
    const rules = new ChatRules(0)
    expect(rules.admit(0, first)).toBe(first)
    expect(rules.admit(0, 'lain')).toBe('lain')
    expect(rules.admit(0, again)).toEqual({ refused: 'chat_repeated' })
    expect(rules.admit(0, 'lagi')).toBe('lagi')
    expect(rules.admit(0, 'baru')).toBe('baru')
    // Only the last two count.
    expect(rules.admit(0, again)).toBe(again)
  })

  it('[L4] 1 to 300 graphemes', () => {
    const rules = new ChatRules(0)
    expect(rules.admit(0, ' \u0000\x1b ')).toEqual({ refused: 'chat_empty' })
    expect(rules.admit(0, 'ab'.repeat(150))).toBe('ab'.repeat(150))
    expect(rules.admit(0, 'abc'.repeat(101))).toEqual({ refused: 'chat_too_long' })
    const families = '👨‍👩‍👧‍👦'.repeat(300)
    expect(rules.admit(0, families)).toBe(families)
    expect(rules.admit(0, `${families}!`)).toEqual({ refused: 'chat_too_long' })
  })

  it('[B8] [C6] nothing that a terminal would obey is left', () => {
    const obeyed =
      '\x00\x07\x08\x1b\x7f\x85\x9b\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ud800'
    expect(speakable(obeyed).trim()).toBe('')
    expect(speakable('é 你好 שלום 👨‍👩‍👧 ~')).toBe('é 你好 שלום 👨‍👩‍👧 ~')
  })

  it('[C1] as it is changes no more than that', () => {
    const rules = new ChatRules(0)
    expect(rules.admit(0, '  e\u0301\x1b  ', 'as-it-is')).toBe('  e\u0301   ')
    expect(rules.admit(0, '  o\u0301\x1b  ')).toBe('ó')
  })
})
