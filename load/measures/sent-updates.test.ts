import { expect, it } from 'vitest'
import { SentUpdates } from './sent-updates.ts'

it('[LOAD-2] an update took as long as until the first view that shows it or a later one', () => {
  const updates = new SentUpdates()
  updates.sent({ correct: 2, percent: 20, at: 100 })
  updates.sent({ correct: 4, percent: 40, at: 200 })
  updates.sent({ correct: 7, percent: 70, at: 300 })
  expect(updates.seen('correct', 1, 110)).toEqual([])
  expect(updates.seen('correct', 4, 230)).toEqual([130, 30])
  expect(updates.seen('correct', 4, 240)).toEqual([])
  expect(updates.seen('percent', 70, 345)).toEqual([45])
})
