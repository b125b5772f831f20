/** Words whose full stop does not end a sentence. */
const ABBREVIATIONS = new Set(
  'mr mrs ms messrs dr st no nos hon gen col capt lieut lt maj sgt adm gov pres sec rev prof jr sr vs viz art secs stat vol pp etc inc co ltd ft mt'.split(
    ' ',
  ),
)

const END = /[.!?]+["')\]]*\s+(?=["'(]?[A-Z])/g

/** Cuts a folded paragraph at its sentence ends. */
export function cutSentences(paragraph: string): readonly string[] {
  const sentences: string[] = []
  let from = 0
  for (const end of paragraph.matchAll(END)) {
    if (endsInAbbreviation(paragraph.slice(from, end.index + 1))) continue
    sentences.push(paragraph.slice(from, end.index + end[0].length).trim())
    from = end.index + end[0].length
  }
  const rest = paragraph.slice(from).trim()
  return rest === '' ? sentences : [...sentences, rest]
}

function endsInAbbreviation(sentence: string): boolean {
  const word = /([A-Za-z.]+)\.$/.exec(sentence)?.[1]
  if (word === undefined) return false
  return /(?:^|\.)[A-Za-z]$/.test(word) || ABBREVIATIONS.has(word.toLowerCase())
}
