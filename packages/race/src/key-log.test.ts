import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  BACKSPACE,
  datedMs,
  decodeKeys,
  ERASE_WORD,
  encodeKeys,
  encodeKeyUps,
  fromDelays,
  type LoggedKey,
  loggedKey,
  releasedKey,
  toDelays,
} from './index.ts'

const offset = fc.integer({ min: 0, max: 600_000 })
const key = fc.constantFrom('a', '"', '\\', ',', ']', 'é', '👨‍👩‍👧', BACKSPACE, ERASE_WORD)
const log: fc.Arbitrary<LoggedKey[]> = fc.array(
  fc.tuple(offset, key, offset).map(([claimed, one, dated]) => loggedKey(claimed, one, dated)),
)

test('[RACE-10] every fragment begins with a comma, and a dated offset is kept only where it differs', () => {
  expect(encodeKeys([loggedKey(12, 'a', 12), loggedKey(80, 'b', 95)])).toBe(',[12,"a"],[80,"b",95]')
  expect([...decodeKeys(',[12,"a"],[80,"b",95]')].map(datedMs)).toEqual([12, 95])
})

test('[RACE-10] two logs encoded and concatenated decode to both', () => {
  fc.assert(
    fc.property(log, log, (one, other) => {
      expect(decodeKeys(encodeKeys(one) + encodeKeys(other))).toEqual([...one, ...other])
    }),
    { seed: 6 },
  )
})

test('[HONESTY-12] a release may be in the key or follow it, and the first one counts', () => {
  const [first, second] = [releasedKey([10, 'a'], 90), loggedKey(80, 'b', 95)]
  expect(encodeKeys([first, second]) + encodeKeyUps([[1, 160]])).toBe(',[10,"a",10,90],[80,"b",95],[1,160]')
  const keys = decodeKeys(',[10,"a",10,90],[80,"b",95],[1,160],[1,170],[0,5]')
  expect(keys).toEqual([
    [10, 'a', 10, 90],
    [80, 'b', 95, 160],
  ])
  expect(keys.map(datedMs)).toEqual([10, 95])
  expect(decodeKeys(encodeKeys(keys))).toEqual(keys)
})

test.each([
  ['no comma', '[1,"a"]'],
  ['cut short', ',[1,"a"],[2,'],
  ['not a pair', ',[1]'],
  ['too long', ',[1,"a",2,3,4]'],
  ['no release', ',[1,"a",2,null]'],
  ['the release of a key that is not there yet', ',[0,5],[1,"a"]'],
  ['no number', ',["1","a"]'],
  ['infinite', ',[1e999,"a"]'],
  ['two characters', ',[1,"ab"]'],
  ['no dated offset', ',[1,"a",null]'],
  ['an object', ',{}'],
  ['closing the list', ',[1,"a"]],[[2,"b"]'],
])('[RACE-11] a log with %s is refused', (_, encoded) => {
  expect(() => decodeKeys(encoded)).toThrow(/^key log: /)
})

test('[RACE-12] delays run from the start and from key to key', () => {
  expect(toDelays([loggedKey(900, 'a', 900), loggedKey(950, 'b', 1_000)])).toEqual([900, 100])
})

test('[RACE-12] delays give the dated offsets back', () => {
  fc.assert(
    fc.property(log, keys => {
      const back = fromDelays(
        toDelays(keys),
        keys.map(([, one]) => one),
      )
      expect(back).toEqual(keys.map(one => [datedMs(one), one[1]]))
    }),
    { seed: 7 },
  )
  expect(() => fromDelays([1], [])).toThrow('key delays')
})
