import { describe, expect, it } from 'vitest'
import { type Unfit, unfitness } from './fitness.ts'

const FIT = 'The old harbor was quiet that morning, and every sail hung still in the mild air.'

const UNFIT: Readonly<Record<Unfit, string>> = {
  length: 'Too short to race.',
  'not-typed': FIT.replace('old', 'vi\u0113ux'),
  spacing: FIT.replace(' hung', '  hung'),
  symbols: FIT.replace('every', 'each & every'),
  misscanned: FIT.replace('morning, and', 'morning-and'),
  heading: FIT.replace('harbor', 'HARBOR'),
  list: `(a) ${FIT}`,
  digits: FIT.replace('every sail', '1200 sails and 35 oars'),
  unbalanced: FIT.replace('every sail', '"every sail'),
  apostrophe: FIT.replace('every sail', "'every sail'"),
  unfinished: FIT.replace('air.', 'air'),
  breathless: `${'and so it went '.repeat(20)}on until the very end.`,
}

describe('unfitness', () => {
  it('[TEXT-6] finds nothing wrong with a plain sentence', () => {
    expect(unfitness(FIT)).toBeNull()
    expect(unfitness(FIT.replace('every sail', '"every sail (but one)"'))).toBeNull()
    expect(unfitness(FIT.replace('was', "'twas the sailors' and wasn't"))).toBeNull()
  })

  it.each(Object.entries(UNFIT))('[TEXT-6] refuses a text for its %s', (fault, text) => {
    expect(unfitness(text)).toBe(fault)
  })
})
