import { graphemes } from '@ketik/race'

const IS_ASCII = /^\p{ASCII}*$/u
/** Marks that a letter carries, and what joins or chooses forms of characters. */
const MARKS = /[\p{M}\u200c\u200d]/gu

/** Latin letters that no compatibility decomposition takes apart, and typography. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  Ŧ: 'T',
  ı: 'i',
  ŋ: 'n',
  Ŋ: 'N',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  ʼ: "'",
  ʻ: "'",
  '‹': "'",
  '›': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '*',
  '·': '.',
  '×': 'x',
  '⁄': '/',
  '¡': '!',
  '¿': '?',
}

/** In ASCII: accents and typography are folded (`café “x”` → `cafe "x"`), each other character becomes `?`. */
export const toAscii = (text: string): string =>
  IS_ASCII.test(text) ? text : graphemes(text).map(foldGrapheme).join('')

/** One `?` for a grapheme, however many code points it has. */
const foldGrapheme = (grapheme: string): string => {
  if (IS_ASCII.test(grapheme)) return grapheme
  let folded = ''
  for (const character of [...grapheme].flatMap(decomposed)) {
    const ascii = IS_ASCII.test(character) ? character : FOLDED[character]
    if (ascii === undefined) return '?'
    folded += ascii
  }
  return folded === '' ? '?' : folded
}

/** The table is asked first: some of its characters decompose to a space and a mark. */
const decomposed = (character: string): readonly string[] =>
  FOLDED[character] === undefined ? [...character.normalize('NFKD').replace(MARKS, '')] : [character]
