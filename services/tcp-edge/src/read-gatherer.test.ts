import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ReadGatherer } from './read-gatherer.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }))
afterEach(() => vi.useRealTimers())

const gather = (maxBytes = 100) => {
  const messages: string[] = []
  const gatherer = new ReadGatherer(maxBytes, bytes => messages.push(bytes.toString('latin1')))
  const read = (bytes: string | Buffer, thenMs = 0) => {
    gatherer.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
    vi.advanceTimersByTime(thenMs)
  }
  return { messages, read, gatherer }
}

describe('[NICK-2] reads and messages', () => {
  it('[NICK-2] a read is a message when no newline ends it in time', () => {
    const { messages, read } = gather()
    read('satu', 28)
    expect(messages).toEqual([])
    vi.advanceTimersByTime(4)
    expect(messages).toEqual(['satu'])
  })

  it('[NICK-2] a newline ends everything before it, at once', () => {
    const { messages, read } = gather()
    read('sa', 20)
    read('tu\ndua\r\n\ntiga')
    expect(messages).toEqual(['satu', 'dua', ''])
    vi.advanceTimersByTime(40)
    expect(messages).toEqual(['satu', 'dua', '', 'tiga'])
  })

  it('[NICK-2] two reads without a newline are two messages, each in its time', () => {
    const { messages, read } = gather()
    read('satu', 20)
    read('dua', 15)
    expect(messages).toEqual(['satu'])
    vi.advanceTimersByTime(20)
    expect(messages).toEqual(['satu', 'dua'])
  })

  it('[NICK-2] a read that ends within a character goes on in the next', () => {
    for (const text of ['é', '你', '👍']) {
      const bytes = Buffer.from(`a${text}b`)
      for (let cut = 1; cut < bytes.length; cut++) {
        const { messages, read } = gather()
        read(bytes.subarray(0, cut), 5)
        read(bytes.subarray(cut), 60)
        const isWithin = cut > 1 && cut < bytes.length - 1
        expect(messages.join('|')).toBe(
          isWithin
            ? bytes.toString('latin1')
            : [bytes.subarray(0, cut), bytes.subarray(cut)].map(part => part.toString('latin1')).join('|'),
        )
      }
    }
  })

  it('[NICK-9] what grows too long is handed on as far as it came', () => {
    const { messages, read } = gather(10)
    read('123456')
    read('789012')
    expect(messages).toEqual(['123456789012'])
    read('12345678901\n')
    expect(messages.at(-1)).toBe('12345678901')
  })

  it('[NICK-11] the end makes messages of what there is; stopping does not', () => {
    const first = gather()
    first.read('sisa')
    first.gatherer.end()
    expect(first.messages).toEqual(['sisa'])
    const second = gather()
    second.read('sisa')
    second.gatherer.stop()
    vi.advanceTimersByTime(100)
    expect(second.messages).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
