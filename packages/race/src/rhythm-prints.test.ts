import { expect, test } from 'vitest'
import { honestLog, type OwnPairs } from '../corpus/honest-log.ts'
import { FAST, HONEST_TYPISTS, habitsOf, TOUCH } from '../corpus/honest-typists.ts'
import { randomFrom } from '../corpus/random.ts'
import { randomOf } from '../corpus/seeds.ts'
import { ENGLISH } from '../corpus/texts.ts'
import { type LoggedKey, PRINTS_IN_COMMON_MIN, printsInCommon, rhythmPrints } from './index.ts'

test('[RACE-53] a log again has its prints, later, faster and in other words', () => {
  for (let seed = 0; seed < 50; seed++) {
    const { keys } = TOUCH.type(randomFrom(seed))
    const prints = rhythmPrints(keys)
    const again = keys.map(([at]): LoggedKey => [Math.round((at + 700) / 1.6), 'x'])
    expect(printsInCommon(rhythmPrints(again), prints)).toBeGreaterThanOrEqual(PRINTS_IN_COMMON_MIN)
    expect(prints.length).toBeLessThanOrEqual(32)
    expect(prints.every(print => Number.isInteger(print) && Math.abs(print) <= 2 ** 31)).toBe(true)
  }
})

test('[RACE-53] of honest logs no two are one another’s copies', () => {
  const prints = HONEST_TYPISTS.flatMap(({ name, type }) =>
    Array.from({ length: 25 }, (_, seed) => rhythmPrints(type(randomOf(name, 'held-out', seed)).keys)),
  )
  let most = 0
  for (const [index, one] of prints.entries())
    for (const other of prints.slice(0, index)) most = Math.max(most, printsInCommon(one, other))
  expect(most).toBeLessThan(PRINTS_IN_COMMON_MIN)
})

test('[RACE-53] nor are two logs of one hand that types one text twice', () => {
  for (let seed = 0; seed < 500; seed++) {
    const random = randomOf('one hand, twice', 'held-out', seed)
    const pairs: OwnPairs = new Map()
    const text = ENGLISH[seed % ENGLISH.length] ?? ''
    const habits = habitsOf(60 + (seed % 180), random)
    const [first, second] = [0, 1].map(() => rhythmPrints(honestLog(text, habits, random, pairs)))
    expect(printsInCommon(first ?? [], second ?? []), `seed ${seed}`).toBeLessThan(PRINTS_IN_COMMON_MIN)
  }
})

test('[RACE-53] too few keys, a machine’s and a coarse clock’s have no prints', () => {
  const { keys } = FAST.type(randomFrom(1))
  expect(rhythmPrints(keys.slice(0, 20))).toEqual([])
  expect(rhythmPrints(keys.map(([, key], index) => [index * 80, key]))).toEqual([])
  expect(rhythmPrints(keys.map(([at, key]) => [Math.floor(at / 100) * 100, key]))).toEqual([])
})
