import { drawBelow } from './digest.ts'
import { LENGTH_CHARS, LENGTHS, type Length } from './lengths.ts'
import { opensWell } from './opening.ts'

/** Out of a hundred passages, how many first try to be of each class. */
const WANTED: readonly (readonly [Length, number])[] = [
  ['short', 25],
  ['medium', 38],
  ['long', 37],
]

/**
 * Cuts a paragraph's sentences into passages that open well and that `accepts` lets through. Where a passage ends
 * depends only on its own sentences, so a text added elsewhere moves none.
 */
export function cutPassages(
  sentences: readonly string[],
  accepts: (text: string) => boolean,
): readonly string[] {
  const passages: string[] = []
  for (let at = 0; at < sentences.length; ) {
    const first = sentences[at] ?? ''
    const taken = opensWell(first) ? passageFrom(sentences.slice(at, at + 8), accepts) : null
    if (taken !== null) passages.push(taken.text)
    at += taken?.count ?? 1
  }
  return passages
}

function passageFrom(sentences: readonly string[], accepts: (text: string) => boolean) {
  const first = sentences[0] ?? ''
  for (const length of lengthsToTry(first)) {
    const { min, max } = LENGTH_CHARS[length]
    const goal = min + drawBelow(Math.floor((max - min) / 2), length, first)
    for (let count = 1; count <= sentences.length; count += 1) {
      const text = sentences.slice(0, count).join(' ')
      if (text.length > max) break
      if (text.length >= goal && accepts(text)) return { text, count }
    }
  }
  return null
}

function lengthsToTry(first: string): readonly Length[] {
  let left = drawBelow(100, 'wanted', first)
  const wanted = WANTED.find(([, share]) => {
    left -= share
    return left < 0
  })
  const length = wanted?.[0] ?? 'medium'
  return [length, ...LENGTHS.filter(other => other !== length).reverse()]
}
