import { afterEach, describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { id } from './id.ts'
import { language, oneDecimal, words } from './spoken.ts'
import { firstLanguage } from './words.ts'

afterEach(() => {
  language.value = 'en'
})

describe('words', () => {
  it.each([
    [['id-ID', 'en'], 'id'],
    [['in'], 'id'],
    [['de-DE', 'en-GB', 'id'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ] as const)('[WEB-26] the browser that asks for %j gets %s', (asked, expected) => {
    expect(firstLanguage(asked)).toBe(expected)
  })

  it('[WEB-26] switch at once, with the way numbers are written', () => {
    expect([words.value.race, oneDecimal(92.44)]).toEqual(['Race', '92.4'])
    language.value = 'id'
    expect([words.value.race, oneDecimal(92.44)]).toEqual(['Balapan', '92,4'])
  })

  it('[WEB-26] exist in both languages, none left in English by oversight', () => {
    const same = new Set(['WebSocket', 'Server-sent events', 'Jitter', 'Status', 'offline', 'Operator'])
    for (const [key, text] of Object.entries(en)) {
      if (typeof text !== 'string' || same.has(text)) continue
      expect([key, Reflect.get(id, key)]).not.toEqual([key, text])
    }
  })

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [11, '11th'],
    [13, '13th'],
    [22, '22nd'],
  ])('[WEB-26] place %i is %s', (place, ordinal) => {
    expect(en.placeOrdinal(place)).toBe(ordinal)
  })
})
