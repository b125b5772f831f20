import { ScoresUnavailable } from '@ketik/scores'
import { expect, it } from 'vitest'
import { Batches } from './batches.ts'

const oddOnes = (fault: (item: number) => unknown) => {
  const runs: (readonly number[])[] = []
  const batches = new Batches(async (items: readonly number[]) => {
    runs.push(items)
    await Promise.resolve()
    for (const item of items) if (item % 2 === 1) throw fault(item)
    return items.map(item => item * 10)
  })
  return { runs, batches }
}

it('[SCORES-36] runs one at once, and those that come meanwhile together', async () => {
  const { runs, batches } = oddOnes(() => new Error('none is odd'))
  expect(await Promise.all([2, 4, 6].map(item => batches.add(item)))).toEqual([20, 40, 60])
  expect(runs).toEqual([[2], [4, 6]])
  expect(await batches.add(8)).toBe(80)
})

it('[SCORES-36] refuses a bad one of a batch alone', async () => {
  const { batches } = oddOnes(item => new Error(`${item} is odd`))
  const answers = await Promise.allSettled([2, 4, 5, 6].map(item => batches.add(item)))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

it('[SCORES-36] refuses a whole batch while PostgreSQL is away, and asks it once', async () => {
  const { runs, batches } = oddOnes(() => new ScoresUnavailable('away'))
  const answers = await Promise.allSettled([2, 4, 5, 6].map(item => batches.add(item)))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  expect(runs).toHaveLength(2)
})
