const KNOWN_MIN = 3

/** Tells whether every lower-case word of a text is met at least three times in all of `texts`: scanning errors seldom are. */
export function createCommonWords(texts: readonly string[]): (text: string) => boolean {
  const met = new Map<string, number>()
  for (const text of texts) for (const word of wordsOf(text)) met.set(word, (met.get(word) ?? 0) + 1)
  return text => wordsOf(text).every(word => (met.get(word) ?? 0) >= KNOWN_MIN)
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\b[a-z]+\b/g) ?? []
}
