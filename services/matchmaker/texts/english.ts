import type { RaceText } from '@ketik/race'
import { readBlocklist } from './blocklist.ts'
import { createCommonWords } from './common-words.ts'
import { shortDigest } from './digest.ts'
import { type EnglishDocument, readChapters, readSpeeches } from './english-documents.ts'
import { unfitness } from './fitness.ts'
import { foldTypography } from './fold.ts'
import { cutPassages } from './passages.ts'
import { isPlainSpeech } from './plain-speech.ts'
import { cutSentences } from './sentences.ts'

/** Every fit passage of the English sources, repeats among them. */
export function englishRows(): readonly RaceText[] {
  const documents = [...readChapters(), ...readSpeeches()]
  const isCommon = createCommonWords(documents.map(document => document.text))
  const isBlocked = readBlocklist()

  const accepts: Readonly<Record<EnglishDocument['kind'], (text: string) => boolean>> = {
    'moby-dick': text => unfitness(text) === null && !isBlocked(text),
    sotu: text => unfitness(text) === null && !isBlocked(text) && isPlainSpeech(text) && isCommon(text),
  }
  return documents.flatMap(document =>
    passagesOf(document, accepts[document.kind]).map(text => rowOf(document, text)),
  )
}

function passagesOf(document: EnglishDocument, accepts: (text: string) => boolean): readonly string[] {
  return document.text
    .split(/\n\s*\n/)
    .flatMap(paragraph => cutPassages(cutSentences(foldTypography(paragraph)), accepts))
}

function rowOf({ slug, source, licence }: EnglishDocument, text: string): RaceText {
  return { id: `${slug}-${shortDigest(text)}`, lang: 'en', text, source, licence }
}
