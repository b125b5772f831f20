import { createLog } from '@ketik/runtime'
import { expect, it } from 'vitest'
import { Charges } from './charges.ts'
import { NodeBudgets } from './node-budgets.ts'

const size = { burst: 3, refillMs: 1_000 }
const log = createLog('test', 'silent')

/** Charges of a node whose Redis is away while `isAway` says so. */
const start = () => {
  const state = { isAway: true, now: 0 }
  const left = new Map<string, number>()
  const answer = async <T>(value: () => T): Promise<T> => {
    if (state.isAway) throw new Error('Redis is away')
    return value()
  }
  const shared = {
    spend: (subject: string) =>
      answer(() => {
        const units = left.get(subject) ?? size.burst
        if (units > 0) left.set(subject, units - 1)
        return units > 0
      }),
    refund: (subject: string) => answer(() => void left.set(subject, (left.get(subject) ?? 0) + 1)),
  }
  const charges = new Charges(shared, log, () => state.now)
  const take = (...subjects: readonly string[]) => charges.take(subjects.map(subject => ({ subject, size })))
  return { state, take, left }
}

it('[ACCOUNT-16] while Redis is away a node charges its own budgets, which refill evenly', async () => {
  const { state, take } = start()
  for (let i = 0; i < 3; i++) expect(await take('one')).toBeDefined()
  expect(await take('one')).toBeUndefined()
  expect(await take('other')).toBeDefined()
  state.now += 1_000
  expect(await take('one')).toBeDefined()
  expect(await take('one')).toBeUndefined()
  // Never more than the burst.
  state.now += 100_000
  for (let i = 0; i < 3; i++) expect(await take('one')).toBeDefined()
  expect(await take('one')).toBeUndefined()
})

it('[ACCOUNT-16] a unit goes back to where it was taken, and with an empty purse the others keep theirs', async () => {
  const { state, take, left } = start()
  const own = await take('one', 'two')
  for (let i = 0; i < 2; i++) await take('one')
  expect(await take('two', 'one')).toBeUndefined()
  await own?.refund()
  expect(await take('one')).toBeDefined()
  expect(await take('one')).toBeUndefined()
  for (let i = 0; i < 3; i++) expect(await take('two')).toBeDefined()
  // Back again: the cluster has budgets of its own, and a refund that fails harms nobody.
  state.isAway = false
  const shared = await take('one')
  expect(left.get('one')).toBe(2)
  state.isAway = true
  await shared?.refund()
  expect(await take('one')).toBeUndefined()
})

it('[ACCOUNT-16] a node remembers 10,000 budgets; those of who came last are not forgotten', () => {
  const budgets = new NodeBudgets()
  const once = { burst: 1, refillMs: 1_000_000 }
  for (let i = 0; i < 10_001; i++) expect(budgets.spend(`${i}`, once, 0)).toBe(true)
  expect(budgets.spend('10000', once, 0)).toBe(false)
  expect(budgets.spend('1', once, 0)).toBe(false)
  expect(budgets.spend('0', once, 0)).toBe(true)
})
