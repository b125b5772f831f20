import { isRefusal } from '@ketik/protocol'
import { beforeEach, expect, it } from 'vitest'
import { HashQueue } from './hash-queue.ts'

let queue: HashQueue
/** Who is being worked for, in the order in which that began; `end` ends the work that began first. */
let begun: string[]
let ends: (() => void)[]
let failing: boolean

beforeEach(() => {
  queue = new HashQueue()
  begun = []
  ends = []
  failing = false
})

const ask = (address: string, name = address, isGone = () => false) =>
  queue.inTurn({ address, isGone }, async () => {
    begun.push(name)
    await new Promise<void>(resolve => ends.push(resolve))
    if (failing) throw new Error('the work failed')
    return name
  })
const end = async (): Promise<void> => {
  ends.shift()?.()
  // The next begins some steps of promises later.
  await new Promise(resolve => setImmediate(resolve))
}

it('[ACCOUNT-32] two are hashed at once, and the others of one network in their order', async () => {
  const all = ['1', '2', '3', '4'].map(name => ask('192.0.2.1', name))
  expect(begun).toEqual(['1', '2'])
  await end()
  expect(begun).toEqual(['1', '2', '3'])
  for (let i = 0; i < 3; i++) await end()
  expect(await Promise.all(all)).toEqual(['1', '2', '3', '4'])
})

it('[ACCOUNT-32] however many of one network wait, one of another network is the next but one at most', async () => {
  for (let i = 0; i < 100; i++) void ask('192.0.2.1', 'storm')
  void ask('192.0.2.2', 'owner')
  for (let i = 0; i < 2; i++) await end()
  expect(begun).toEqual(['storm', 'storm', 'storm', 'owner'])
})

it('[ACCOUNT-32] addresses of one IPv6 /64 are one network', async () => {
  for (let i = 0; i < 100; i++) void ask(`2001:db8::${i}`, 'storm')
  void ask('2001:db8:0:1::1', 'owner')
  for (let i = 0; i < 2; i++) await end()
  expect(begun.slice(2)).toEqual(['storm', 'owner'])
})

it('[ACCOUNT-32] a client that comes again and again has one turn in each round', async () => {
  for (let i = 0; i < 3; i++) for (const of of ['a', 'b', 'c']) void ask(`192.0.2.${i}`, `${of}${i}`)
  for (let i = 0; i < 7; i++) await end()
  expect(begun).toEqual(['a0', 'b0', 'c0', 'a1', 'a2', 'b1', 'b2', 'c1', 'c2'])
})

it('[ACCOUNT-33] a client that has gone by its turn is skipped, and nothing is hashed for it', async () => {
  const [first, second] = [ask('192.0.2.1', 'first'), ask('192.0.2.1', 'second')]
  let isGone = false
  const gone = Array.from({ length: 50 }, () => ask('192.0.2.1', 'gone', () => isGone))
  const still = ask('192.0.2.1', 'still here')
  isGone = true
  await end()
  expect(begun).toEqual(['first', 'second', 'still here'])
  expect((await Promise.all(gone)).every(isRefusal)).toBe(true)
  for (let i = 0; i < 2; i++) await end()
  expect(await Promise.all([first, second, still])).toEqual(['first', 'second', 'still here'])
  // Both places are free again.
  for (const name of ['third', 'fourth', 'fifth']) void ask('192.0.2.1', name)
  expect(begun.slice(3)).toEqual(['third', 'fourth'])
})

it('[ACCOUNT-32] work that fails gives its place to the next', async () => {
  const all = [1, 2, 3].map(i => ask('192.0.2.1', `${i}`))
  failing = true
  const settled = Promise.allSettled(all)
  for (let i = 0; i < 3; i++) await end()
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  void ask('192.0.2.1', 'next')
  expect(begun.at(-1)).toBe('next')
})
