import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LANGS, type Lang, type RaceText } from '@ketik/race'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodePack, writeTexts } from './build.ts'
import { LENGTH_CHARS, LENGTHS, lengthOf } from './lengths.ts'
import { libraryOf, loadTexts, pickText } from './texts.ts'

const rowsOf = (lang: Lang): readonly RaceText[] =>
  LENGTHS.flatMap(length =>
    Array.from({ length: 9 }, (_, at) => rowFor(lang, `${lang}-${length}-${at}`, LENGTH_CHARS[length].max)),
  )

function rowFor(lang: Lang, id: string, chars: number): RaceText {
  return { id, lang, text: id.padEnd(chars, '.'), source: 'test', licence: 'CC0-1.0' }
}

const packs = { en: rowsOf('en'), id: rowsOf('id') }
const library = libraryOf([...packs.en, ...packs.id])
const SEEDS = Array.from({ length: 400 }, (_, at) => `race-${at}`)

describe('pickText', () => {
  it('[TEXT-15] picks the same for the same seed, and reaches the whole class over many', () => {
    for (const seed of SEEDS) {
      expect(pickText(library, { lang: 'en', seed })).toBe(pickText(library, { lang: 'en', seed }))
    }
    const reached = new Set(SEEDS.map(seed => pickText(library, { lang: 'en', seed }).id))
    expect(reached.size).toBe(9)
  })

  it('[TEXT-16] keeps the language and the length, medium unless said', () => {
    for (const lang of LANGS) {
      for (const seed of SEEDS) {
        expect(pickText(library, { lang, seed })).toMatchObject({
          lang,
          id: expect.stringContaining('medium'),
        })
        for (const length of LENGTHS) {
          const text = pickText(library, { lang, length, seed })
          expect([text.lang, lengthOf(text.text)]).toEqual([lang, length])
        }
      }
    }
  })

  it('[TEXT-17] passes over excluded ids', () => {
    const exclude = packs.en.slice(1).map(row => row.id)
    for (const seed of SEEDS) {
      expect(pickText(library, { lang: 'en', length: 'short', seed, exclude }).id).toBe('en-short-0')
    }
  })

  it('[TEXT-17] still picks when all is excluded or the class is empty', () => {
    const exclude = packs.en.map(row => row.id)
    expect(lengthOf(pickText(library, { lang: 'en', length: 'long', seed: 'a', exclude }).text)).toBe('long')
    const sparse = libraryOf([rowFor('en', 'only-en', 100), rowFor('id', 'only-id', 500)])
    for (const length of LENGTHS) {
      expect(pickText(sparse, { lang: 'en', length, seed: 'a' }).id).toBe('only-en')
      expect(pickText(sparse, { lang: 'id', length, seed: 'a', exclude: ['only-id'] }).id).toBe('only-id')
    }
  })
})

describe('loadTexts', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ketik-texts-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('[TEXT-12] loads what the build wrote', () => {
    writeTexts(packs, dir)
    expect(loadTexts(dir)).toEqual(library)
  })

  it('[TEXT-18] names the command to run when the packs are missing', () => {
    expect(() => loadTexts(join(dir, 'none'))).toThrow(
      `npx tsx services/matchmaker/texts/build.ts ${join(dir, 'none')}`,
    )
  })

  it.each(['id', 'lang', 'text', 'source', 'licence'])('[TEXT-1] refuses a row without its %s', field => {
    writeTexts(packs, dir)
    const lesser = Object.fromEntries(
      Object.entries(rowFor('en', 'en-x', 100)).filter(([name]) => name !== field),
    )
    writeFileSync(join(dir, 'en.json'), JSON.stringify([...packs.en, lesser]))
    expect(() => loadTexts(dir)).toThrow('row 27 of the en text pack is not a text')
  })

  it('[TEXT-1] refuses an empty pack, a row that says more, and a row in another language', () => {
    writeTexts(packs, dir)
    for (const json of [
      '[]',
      JSON.stringify([{ ...rowFor('en', 'en-x', 100), note: 'x' }]),
      encodePack(packs.id),
    ]) {
      writeFileSync(join(dir, 'en.json'), json)
      expect(() => loadTexts(dir)).toThrow('the en text pack')
    }
  })
})
