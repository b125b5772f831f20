const IS_ASCII = /^\p{ASCII}*$/u
/** What a reader sees as one character, nearly: with its marks, and with what a joiner joins to it. */
const CHARACTER = /\P{ASCII}(?:\u200d\P{ASCII}|[\p{M}\p{Emoji_Modifier}\u{e0020}-\u{e007f}])*/gu
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

/** In ASCII: accents and typography are folded (`café “x”` → `cafe "x"`), each other character becomes one `?`. */
export const toAscii = (text: string): string =>
  IS_ASCII.test(text) ? text : text.replace(CHARACTER, folded)

const folded = (character: string): string => {
  let ascii = ''
  for (const codePoint of [...character].flatMap(decomposed)) {
    const one = IS_ASCII.test(codePoint) ? codePoint : FOLDED[codePoint]
    if (one === undefined) return '?'
    ascii += one
  }
  return ascii
}

/** The table is asked first: some of its characters decompose to a space and a mark. */
const decomposed = (codePoint: string): readonly string[] =>
  FOLDED[codePoint] === undefined ? [...codePoint.normalize('NFKD').replace(MARKS, '')] : [codePoint]
