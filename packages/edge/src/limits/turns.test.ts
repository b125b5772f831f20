import { afterEach, expect, it } from 'vitest'
import { Turns } from './turns.ts'

let now = 0
let looked: string[] = []
const turns = new Turns(() => now)

afterEach(() => {
  turns.close()
  // What is owed has been earned again.
  now += 1_000
  looked = []
})

const ask = (address: string, name = address, isGone = () => false): void =>
  turns.take(address, 'handshake', { isGone, look: () => void looked.push(name) })

const seen = (names: readonly string[]) => expect.poll(() => looked).toEqual(names)

it('[LIMIT-13] requests are looked at at once while they take less than their share', () => {
  for (let second = 0; second < 10; second++) {
    for (let i = 0; i < 5; i++) ask('a')
    now += 20
  }
  expect(looked).toHaveLength(50)
})

it('[LIMIT-13] beyond it they wait, and one of each address has its turn after the other', async () => {
  for (let i = 0; i < 5; i++) ask('a', 'at once')
  for (const name of ['a1', 'a2', 'a3']) ask('a', name)
  ask('b', 'b1')
  // Of one /64.
  ask('2001:db8::1', 'c1')
  ask('2001:db8::2', 'c2')
  expect(looked).toEqual(Array(5).fill('at once'))
  looked = []
  now += 16
  await seen(['a1', 'b1', 'c1', 'a2'])
  now += 8
  await seen(['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
})

it('[LIMIT-13] a client that has gone by its turn is skipped and costs nothing', async () => {
  for (let i = 0; i < 5; i++) ask('a', 'at once')
  for (let i = 0; i < 100; i++) ask('a', 'gone', () => true)
  ask('a', 'still here')
  looked = []
  now += 4
  await seen(['still here'])
})

it('[LIMIT-13] a client that comes while others wait does not overtake them', async () => {
  for (let i = 0; i < 6; i++) ask('a')
  looked = []
  now += 1_000
  ask('b')
  expect(looked).toEqual([])
  await seen(['a', 'b'])
})

it('[LIMIT-13] no more than 10,000 wait', async () => {
  for (let i = 0; i < 5; i++) ask('a')
  for (let i = 0; i < 10_000; i++) {
    expect(turns.isFull).toBe(false)
    ask('a')
  }
  expect(turns.isFull).toBe(true)
})
