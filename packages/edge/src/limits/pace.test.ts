import { expect, it } from 'vitest'
import { Pace } from './pace.ts'

it('[LIMIT-14] a crowd has its turn in order, and other work runs in between', async () => {
  const pace = new Pace()
  const done: (number | 'other')[] = []
  const crowd = Array.from({ length: 12 }, (_, i) => pace.take().then(() => done.push(i)))
  const other = () => {
    done.push('other')
    if (done.filter(one => one !== 'other').length < 12) setImmediate(other)
  }
  setImmediate(other)
  await Promise.all(crowd)
  expect(done.filter(one => one !== 'other')).toEqual(Array.from({ length: 12 }, (_, i) => i))
  expect(done.slice(0, done.indexOf(11)).filter(one => one === 'other').length).toBeGreaterThanOrEqual(2)
  await pace.take()
})
