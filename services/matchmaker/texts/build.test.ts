import type { RaceText } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { readBlocklist } from './blocklist.ts'
import { buildTexts, encodePack } from './build.ts'
import { shortDigest } from './digest.ts'
import { unfitness } from './fitness.ts'
import { LENGTHS, lengthOf, medianChars } from './lengths.ts'
import { createRepeatGuard } from './near-duplicates.ts'

const packs = buildTexts()
const rows: readonly RaceText[] = [...packs.en, ...packs.id]

function countsOf(pack: readonly RaceText[]): readonly number[] {
  return LENGTHS.map(length => pack.filter(row => lengthOf(row.text) === length).length)
}

describe('the packs', () => {
  it('[TEXT-1] say id, lang, text, source and licence in every row, and nothing else', () => {
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['id', 'lang', 'text', 'source', 'licence'])
      for (const value of Object.values(row)) expect(value).toMatch(/\S/)
    }
    expect(packs.en.every(row => row.lang === 'en')).toBe(true)
    expect(packs.id.every(row => row.lang === 'id')).toBe(true)
  })

  it('[TEXT-2] have 2,000 English rows, 300 of each length', () => {
    expect(packs.en.length).toBeGreaterThanOrEqual(2000)
    for (const count of countsOf(packs.en)) expect(count).toBeGreaterThanOrEqual(300)
  })

  it('[TEXT-3] have 150 Indonesian rows, 120 of them written by hand, and some of each length', () => {
    expect(packs.id.length).toBeGreaterThanOrEqual(150)
    const written = packs.id.filter(row => row.id.startsWith('id-ketik-'))
    expect(written.length).toBeGreaterThanOrEqual(120)
    for (const count of countsOf(written)) expect(count).toBeGreaterThanOrEqual(25)
  })

  it('[TEXT-4] have a median English text of about 210 characters', () => {
    const median = medianChars(packs.en.map(row => row.text))
    expect(median).toBeGreaterThanOrEqual(180)
    expect(median).toBeLessThanOrEqual(240)
  })

  it('[TEXT-5] can be typed on a plain keyboard, on one line, within the lengths', () => {
    for (const { text } of rows) {
      expect(text).toBe(text.normalize('NFC').trim())
      expect(text).toMatch(/^[\x20-\x7e]{60,600}$/)
      expect(text).not.toContain('  ')
    }
  })

  it('[TEXT-6] hold only fit texts', () => {
    expect(rows.filter(row => unfitness(row.text) !== null)).toEqual([])
  })

  it('[TEXT-7] repeat no id, no text and few runs of words', () => {
    expect(new Set(rows.map(row => row.id)).size).toBe(rows.length)
    expect(new Set(rows.map(row => row.text)).size).toBe(rows.length)
    const repeats = createRepeatGuard()
    expect(rows.filter(row => !row.id.startsWith('id-grammar-') && repeats(row.text))).toEqual([])
  })

  it('[TEXT-8] name every row by its source and a digest of its text', () => {
    for (const { id, text } of rows) {
      expect(id).toMatch(/^(?:en-sotu-\d{4}-[a-z-]+|en-moby-dick-\d{3}|id-ketik|id-grammar)-[0-9a-f]{6}$/)
      expect(id.slice(-6)).toBe(shortDigest(text))
    }
  })

  it('[TEXT-9] take English from Moby Dick and from speeches before 1950 only', () => {
    for (const { id, source, licence } of packs.en) {
      const year = /^en-sotu-(\d{4})-/.exec(id)?.[1]
      if (year === undefined) {
        expect(source).toMatch(/^Herman Melville, Moby Dick, chapter \d+$/)
        expect(licence).toBe('CC0-1.0')
      } else {
        expect(Number(year)).toBeLessThan(1950)
        expect(source.endsWith(`, State of the Union, ${year}`)).toBe(true)
        expect(licence).toBe('Public domain')
      }
    }
  })

  it('[TEXT-10] take Indonesian from ourselves only, under CC0', () => {
    for (const { source, licence } of packs.id) {
      expect(source).toMatch(/^Ketik, original/)
      expect(licence).toBe('CC0-1.0')
    }
  })

  it('[TEXT-11] have no blocked word in English', () => {
    const isBlocked = readBlocklist()
    expect(isBlocked('They KILLED time, he said.')).toBe(true)
    expect(isBlocked('It took great skill to build.')).toBe(false)
    expect(packs.en.filter(row => isBlocked(row.text))).toEqual([])
  })

  it('[TEXT-12] are the same, byte for byte, when built again', () => {
    const again = buildTexts()
    expect(encodePack(again.en) === encodePack(packs.en)).toBe(true)
    expect(encodePack(again.id) === encodePack(packs.id)).toBe(true)
  })
})
