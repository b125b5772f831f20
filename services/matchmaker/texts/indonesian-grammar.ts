import { drawBelow } from './digest.ts'
import { unfitness } from './fitness.ts'
import { type Slot, WORDS } from './indonesian-words.ts'
import { LENGTHS, type Length, lengthOf } from './lengths.ts'
import { createRepeatGuard } from './near-duplicates.ts'

const SEED = 'ketik-1'
const TRIES_MAX = 400
const ROWS: Readonly<Record<Length, number>> = { short: 22, medium: 24, long: 12 }

/** Sentences that can stand first, go on, or close; `{slot}` is filled from the word list. */
const OPENINGS = [
  '{waktu}, {orang} {kegiatan} {tempat}.',
  '{orang} {kegiatan} {tempat} karena {alasan}.',
  '{waktu}, kami melihat {orang} sedang {kegiatan} {tempat}.',
  '{tempat}, {orang} {kegiatan} sambil menunggu {tamu}.',
  'karena {alasan}, {orang} memilih untuk {kegiatan} {tempat}.',
]
const CONTINUATIONS = [
  '{suasana}, dan {suasana}.',
  'tidak lama kemudian, {tamu} datang membawa {bawaan}.',
  'ketika {suasana}, {tamu} singgah sebentar dan menitipkan {bawaan}.',
  'di sekitarnya {suasana}, sedangkan {suasana}.',
  'tanpa disangka, {tamu} muncul dengan {bawaan}.',
]
const CLOSINGS = ['akhirnya, {simpulan}.', '{simpulan}.', 'entah mengapa, {simpulan}.']

const SHAPES: Readonly<Record<Length, readonly (readonly string[])[]>> = {
  short: [OPENINGS],
  medium: [OPENINGS, CONTINUATIONS, CLOSINGS],
  long: [OPENINGS, CONTINUATIONS, CONTINUATIONS, CONTINUATIONS, CLOSINGS],
}

/** The texts of the grammar, the same on every build. */
export function grammarTexts(): readonly string[] {
  const repeats = createRepeatGuard()
  // The longest first: a short text seldom repeats a long one, but a long one is made of what short ones say.
  return [...LENGTHS].reverse().flatMap(length => {
    const texts: string[] = []
    for (let turn = 0; turn < TRIES_MAX && texts.length < ROWS[length]; turn += 1) {
      const text = writeText(length, turn)
      if (lengthOf(text) === length && unfitness(text) === null && !repeats(text)) texts.push(text)
    }
    return texts
  })
}

function writeText(length: Length, turn: number): string {
  const draw = drawer(length, turn)
  return SHAPES[length].map(sentences => capitalise(fill(draw(sentences), draw))).join(' ')
}

type Draw = (choices: readonly string[]) => string

/** Draws from lists without giving the same answer twice in a text. */
function drawer(length: Length, turn: number): Draw {
  const used = new Set<string>()
  return choices => {
    const fresh = choices.filter(choice => !used.has(choice))
    const choice = fresh[drawBelow(fresh.length, SEED, length, `${turn}.${used.size}`)]
    if (choice === undefined) throw new Error(`the word list is too short for a ${length} text`)
    used.add(choice)
    return choice
  }
}

function fill(sentence: string, draw: Draw): string {
  return sentence.replace(/\{([a-z]+)\}/g, (_, slot: string) => {
    if (!isSlot(slot)) throw new Error(`the grammar has no words for {${slot}}`)
    return draw(WORDS[slot])
  })
}

function isSlot(slot: string): slot is Slot {
  return Object.hasOwn(WORDS, slot)
}

function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
