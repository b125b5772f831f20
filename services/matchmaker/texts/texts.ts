import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LANGS, type Lang, type RaceText } from '@ketik/race'
import { decodePack } from './decode-pack.ts'
import { drawBelow } from './digest.ts'
import { LENGTHS, type Length, lengthOf } from './lengths.ts'

/** Every text there is to race, by language and length class. Each language has at least one. */
export type TextLibrary = Readonly<Record<Lang, Readonly<Record<Length, readonly RaceText[]>>>>

export type TextWish = {
  readonly lang: Lang
  /** `medium` unless said. */
  readonly length?: Length
  /** What the pick hangs on: the race id. */
  readonly seed: string
  /** Ids not to pick again, such as those its racers have just typed. */
  readonly exclude?: readonly string[]
}

/** Reads the built packs from `dir`, once. Throws when they are missing or a row is not whole. */
export function loadTexts(dir: string): TextLibrary {
  return libraryOf(LANGS.flatMap(lang => decodePack(lang, readPack(dir, lang))))
}

/** Shelves rows in the order they come. Throws when a language has none. */
export function libraryOf(rows: readonly RaceText[]): TextLibrary {
  return { en: shelvesOf('en', rows), id: shelvesOf('id', rows) }
}

/**
 * Picks a text: the same for the same library and wish. The language is always kept, then the length, then `exclude`,
 * so that a wish that leaves nothing still gets a text: of the next length when the class is empty, and one seen
 * before when all of the class is excluded.
 */
export function pickText(library: TextLibrary, wish: TextWish): RaceText {
  const shelf = shelfFor(library[wish.lang], wish.length ?? 'medium')
  const exclude = new Set(wish.exclude)
  const start = drawBelow(shelf.length, wish.seed)
  const isFresh = ({ id }: RaceText) => !exclude.has(id)
  const after = shelf.findIndex((text, i) => i >= start && isFresh(text))
  const picked = shelf[after] ?? shelf.find(isFresh) ?? shelf[start]
  if (picked === undefined) throw new Error(`the text library has nothing in "${wish.lang}"`)
  return picked
}

/** Where to look when a class is empty: the nearest length first. */
const NEAREST: Readonly<Record<Length, readonly Length[]>> = {
  short: ['short', 'medium', 'long'],
  medium: ['medium', 'short', 'long'],
  long: ['long', 'medium', 'short'],
}

function shelfFor(shelves: TextLibrary[Lang], wanted: Length): readonly RaceText[] {
  const length = NEAREST[wanted].find(nearest => shelves[nearest].length > 0) ?? wanted
  return shelves[length]
}

function shelvesOf(lang: Lang, rows: readonly RaceText[]): TextLibrary[Lang] {
  const spoken = rows.filter(row => row.lang === lang)
  if (spoken.length === 0) throw new Error(`there is no text in "${lang}"`)
  const [short = [], medium = [], long = []] = LENGTHS.map(length =>
    spoken.filter(row => lengthOf(row.text) === length),
  )
  return { short, medium, long }
}

function readPack(dir: string, lang: Lang): string {
  const path = join(dir, `${lang}.json`)
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const remedy = `build the packs with: npx tsx services/matchmaker/texts/build.ts ${dir}`
    throw new Error(`cannot read the text pack ${path}; ${remedy}`, { cause })
  }
}
