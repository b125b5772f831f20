import { describe, expect, it } from 'vitest'
import { foldTypography } from './fold.ts'
import { createRepeatGuard } from './near-duplicates.ts'
import { opensWell } from './opening.ts'
import { cutPassages } from './passages.ts'
import { cutSentences } from './sentences.ts'

describe('cutting', () => {
  it('[TEXT-13] folds quotes, dashes, ellipses, ligatures, accents and odd spaces', () => {
    expect(foldTypography('\u201cIt\u2019s\u00a0late\u2026\u201d he said\u2014softly')).toBe(
      '"It\'s late..." he said - softly',
    )
    expect(foldTypography(' \u0153uvre caf\u00e9, \ufb01ne\u2011grained;--so\n it is ')).toBe(
      'oeuvre cafe, fine-grained - so it is',
    )
  })

  it('[TEXT-14] cuts at sentence ends and not at abbreviations', () => {
    expect(cutSentences('Mr. Flask saw St. Paul. "Why?" cried he. The U.S. Navy sailed!')).toEqual([
      'Mr. Flask saw St. Paul.',
      '"Why?" cried he.',
      'The U.S. Navy sailed!',
    ])
  })

  it('[TEXT-14] opens only with a sentence that leans on none before it', () => {
    expect(opensWell('Call me Ishmael.')).toBe(true)
    expect(opensWell('We are proud of this country.')).toBe(true)
    for (const leaning of ['But he went.', 'The latter is true.', 'In this matter we agree.', 'and so on.'])
      expect(opensWell(leaning)).toBe(false)
  })

  it('[TEXT-8] cuts the same passages whatever stands before them', () => {
    const sentences = Array.from(
      { length: 12 },
      (_, at) =>
        `Ship ${'abcdefghijkl'.charAt(at)} left the harbor with a fair wind behind and a long road ahead.`,
    )
    const passages = cutPassages(sentences, () => true)
    const first = passages[0] ?? ''
    expect(passages.length).toBeGreaterThan(1)
    expect(cutPassages(['But nobody saw it.', ...sentences], () => true)).toEqual(passages)
    expect(sentences.join(' ').startsWith(first)).toBe(true)
  })

  it('[TEXT-7] finds a text that repeats another', () => {
    const repeats = createRepeatGuard()
    const text = 'A whale ship was my Yale College and my Harvard for many years.'
    expect(repeats(text)).toBe(false)
    expect(repeats(`${text} Indeed.`)).toBe(true)
    expect(repeats('Nothing of the sort was ever said of the other books he read.')).toBe(false)
  })
})
