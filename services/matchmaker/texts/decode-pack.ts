import { LANGS, type Lang, type RaceText } from '@ketik/race'

const FIELDS = ['id', 'lang', 'text', 'source', 'licence'] as const

/** Reads a stored pack. Throws on a row that does not say all of a row, says more, or is in another language. */
export function decodePack(lang: Lang, json: string): readonly RaceText[] {
  const rows: unknown = JSON.parse(json)
  if (!Array.isArray(rows) || rows.length === 0) throw new Error(`the ${lang} text pack has no rows`)
  return rows.map((row: unknown, at) => {
    const text = decodeRow(row)
    if (text === null || text.lang !== lang)
      throw new Error(`row ${at} of the ${lang} text pack is not a text`)
    return text
  })
}

function decodeRow(row: unknown): RaceText | null {
  if (typeof row !== 'object' || row === null) return null
  const fields = new Map<string, unknown>(Object.entries(row))
  const [id, lang, text, source, licence] = FIELDS.map(field => fields.get(field))
  if (fields.size !== FIELDS.length || !isLang(lang)) return null
  if (!isSaid(id) || !isSaid(text) || !isSaid(source) || !isSaid(licence)) return null
  return { id, lang, text, source, licence }
}

function isLang(value: unknown): value is Lang {
  return LANGS.some(lang => lang === value)
}

function isSaid(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
