import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import type { Key } from '../core/event.ts'
import { readKeys } from './key-reader.ts'

/** What is told of pieces of input, each arriving by itself. */
const keysOf = async (...pieces: readonly string[]): Promise<readonly Key[]> => {
  const input = new PassThrough()
  const keys: Key[] = []
  readKeys(input, key => keys.push(key))
  for (const piece of pieces) {
    input.write(piece)
    await new Promise(resolve => setImmediate(resolve))
  }
  return keys
}
const text = (typed: string): Key => ({ key: 'text', text: typed })

it('[X22] what comes in one piece is told together, and its order is kept', async () => {
  expect(await keysOf('e\u0301')).toEqual([text('e\u0301')])
  expect(await keysOf('👨‍👩‍👧')).toEqual([text('👨‍👩‍👧')])
  expect(await keysOf('ab\x7fc\r')).toEqual([text('ab'), { key: 'backspace' }, text('c'), { key: 'enter' }])
  expect(await keysOf('A', ' ', '/')).toEqual([text('A'), text(' '), text('/')])
})

it('[X12] control and arrow keys have names', async () => {
  const typed =
    '\x17\x15\x0b\x01\x05\x03\x04\t\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1b[5~\x1b[6~\x1b[3~\x1b\x7f'
  expect((await keysOf(typed)).map(({ key }) => key)).toEqual([
    'erase-word',
    'erase-line',
    'erase-after',
    'home',
    'end',
    'interrupt',
    'end-of-input',
    'tab',
    'up',
    'down',
    'right',
    'left',
    'home',
    'end',
    'page-up',
    'page-down',
    'delete',
    'erase-word',
  ])
})

it('[X4] a bracketed paste is one key, however many pieces it comes in', async () => {
  const keys = await keysOf('a\x1b[200~satu\rd', 'ua\x03\x1b[201~b')
  expect(keys).toEqual([text('a'), { key: 'paste', text: 'satu\rdua\x03' }, text('b')])
})

it('[X12] unknown sequences are no keys', async () => {
  expect(await keysOf('\x1bx\x1b[99~\x1bOP\x00')).toEqual([])
})
