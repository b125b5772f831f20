import { readFileSync } from 'node:fs'
import type { RaceText } from '@ketik/race'
import { shortDigest } from './digest.ts'
import { grammarTexts } from './indonesian-grammar.ts'

/** Ours to give: written for this project and put in the public domain, unlike its code, which is MIT. */
const LICENCE = 'CC0-1.0'

export function indonesianRows(): readonly RaceText[] {
  return [
    ...writtenTexts().map(text => rowOf('id-ketik', 'Ketik, original', text)),
    ...grammarTexts().map(text => rowOf('id-grammar', 'Ketik, original (template grammar)', text)),
  ]
}

function writtenTexts(): readonly string[] {
  return readFileSync(new URL('./indonesian.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
}

function rowOf(slug: string, source: string, text: string): RaceText {
  return { id: `${slug}-${shortDigest(text)}`, lang: 'id', text, source, licence: LICENCE }
}
