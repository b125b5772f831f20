import { expect, test } from 'vitest'
import { acknowledge, emptyOutbox, put, putUp, resendFrom, takeBatches } from './outbox.ts'

test('[HONESTY-13] releases travel with the next keys, each once, and never before their press', () => {
  const pressed = put(put(emptyOutbox, 100, ['a']), 180, ['b'])
  const [sent, batches] = takeBatches(putUp(pressed, 0, 190.4))
  expect(batches).toEqual([
    {
      from: 0,
      keys: [
        [100, 'a'],
        [180, 'b'],
      ],
      ups: [[0, 190]],
    },
  ])
  // Nothing was pressed since: the release of b waits.
  const released = putUp(sent, 1, 170)
  expect(takeBatches(released)).toEqual([released, []])
  const [, next] = takeBatches(put(released, 300, ['c']))
  expect(next).toEqual([{ from: 2, keys: [[300, 'c']], ups: [[1, 180]] }])
})

test('[HONESTY-13] keys that are sent again have their releases again', () => {
  const pressed = put(put(emptyOutbox, 100, ['a']), 180, ['b'])
  const [sent] = takeBatches(putUp(putUp(pressed, 0, 190), 1, 260))
  const [, again] = takeBatches(resendFrom(acknowledge(sent, 1), 1))
  expect(again).toEqual([{ from: 1, keys: [[180, 'b']], ups: [[1, 260]] }])
})

test('[HONESTY-13] without releases a batch is as it was before there were any', () => {
  const [, batches] = takeBatches(put(emptyOutbox, 100, ['a']))
  expect(batches).toEqual([{ from: 0, keys: [[100, 'a']] }])
})

test('[HONESTY-13] a batch carries at most 128 releases, and the next one the rest', () => {
  let outbox = emptyOutbox
  for (let number = 0; number < 150; number++) outbox = putUp(put(outbox, number, ['a']), number, number + 5)
  const [sent, batches] = takeBatches(outbox)
  expect(batches.map(({ keys, ups }) => [keys.length, ups?.length])).toEqual([
    [64, undefined],
    [64, undefined],
    [22, 128],
  ])
  const [, next] = takeBatches(put(sent, 200, ['b']))
  expect(next.map(({ ups }) => ups?.length)).toEqual([22])
})
