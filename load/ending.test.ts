import { describe, expect, it } from 'vitest'
import { Ending } from './ending.ts'

describe('the ending of a drill', () => {
  it('ends everything once, the latest first, whatever of it fails', async () => {
    const told: unknown[] = []
    const ending = new Ending(error => told.push(error))
    ending.add(() => told.push('first'))
    ending.add(() => Promise.reject('a fault'))
    ending.add(() => told.push('last'))
    await Promise.all([ending.end(), ending.end()])
    expect(told).toEqual(['last', 'a fault', 'first'])
  })

  it('ends at once what begins after the end', async () => {
    const told: unknown[] = []
    const ending = new Ending(error => told.push(error))
    await ending.end()
    ending.add(() => told.push('late'))
    await ending.end()
    expect(told).toEqual(['late'])
  })
})
