import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LANGS, type Lang, type RaceText } from '@ketik/race'
import { englishRows } from './english.ts'
import { indonesianRows } from './indonesian.ts'
import { LENGTHS, lengthOf, medianChars } from './lengths.ts'
import { createRepeatGuard } from './near-duplicates.ts'

export type TextPacks = Readonly<Record<Lang, readonly RaceText[]>>

/** Builds both packs in memory, rows by id. Throws when two rows come to the same id or the same text. */
export function buildTexts(): TextPacks {
  const packs = { en: withoutRepeats(byId(englishRows())), id: byId(indonesianRows()) }
  for (const lang of LANGS) assertDistinct(packs[lang])
  return packs
}

/** A pack as it is stored: JSON, one row a line. */
export function encodePack(rows: readonly RaceText[]): string {
  return `[\n${rows.map(row => JSON.stringify(row)).join(',\n')}\n]\n`
}

/** Writes `en.json` and `id.json` under `outDir`. */
export function writeTexts(packs: TextPacks, outDir: string): void {
  mkdirSync(outDir, { recursive: true })
  for (const lang of LANGS) writeFileSync(join(outDir, `${lang}.json`), encodePack(packs[lang]))
}

function byId(rows: readonly RaceText[]): readonly RaceText[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function withoutRepeats(rows: readonly RaceText[]): readonly RaceText[] {
  const repeats = createRepeatGuard()
  return rows.filter(row => !repeats(row.text))
}

function assertDistinct(rows: readonly RaceText[]): void {
  for (const field of ['id', 'text'] as const) {
    const seen = new Set<string>()
    for (const row of rows) {
      if (seen.has(row[field])) throw new Error(`two texts share the ${field} "${row[field]}"`)
      seen.add(row[field])
    }
  }
}

function describePack(lang: Lang, rows: readonly RaceText[]): string {
  const counts = LENGTHS.map(
    length => `${rows.filter(row => lengthOf(row.text) === length).length} ${length}`,
  )
  return `texts: ${lang} ${rows.length} rows (${counts.join(', ')}), median ${medianChars(rows.map(row => row.text))} characters`
}

const script = process.argv[1]
if (script !== undefined && resolve(script) === fileURLToPath(import.meta.url)) {
  const outDir = process.argv[2]
  if (outDir === undefined) throw new Error('usage: npx tsx services/matchmaker/texts/build.ts <outDir>')
  console.log('texts: cutting the English sources and the Indonesian sentences')
  const packs = buildTexts()
  for (const lang of LANGS) console.log(describePack(lang, packs[lang]))
  writeTexts(packs, outDir)
  console.log(`texts: wrote ${LANGS.map(lang => join(outDir, `${lang}.json`)).join(' and ')}`)
}
