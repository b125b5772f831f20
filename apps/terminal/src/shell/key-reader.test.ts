import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Key } from '../core/event.ts'
import { readKeys } from './key-reader.ts'

/** A marker that no key stands for, so that a test can tell when all input before it was read. */
const END = '\x05'

/** A machine that is busy must not make pieces late. */
const PATIENT_MS = { key: 60_000, sequence: 60_000, paste: 60_000, pieces: 60_000 }

/** The keys of pieces of input, each arriving in a read of its own. */
const keysOf = async (...pieces: readonly string[]): Promise<readonly Key[]> => {
  const input = new PassThrough()
  const keys: Key[] = []
  const stop = readKeys(input, key => keys.push(key), PATIENT_MS)
  await writeEach(input, pieces)
  stop()
  return keys
}

/** The same, and then nothing until what is incomplete has been given up. */
const keysAfterWait = async (...pieces: readonly string[]): Promise<readonly Key[]> => {
  const input = new PassThrough()
  const keys: Key[] = []
  const stop = readKeys(input, key => keys.push(key))
  await writeEach(input, pieces)
  await expect.poll(() => keys.length, { timeout: 20_000 }).toBeGreaterThan(0)
  stop()
  return keys
}

const writeEach = async (input: PassThrough, pieces: readonly (string | Buffer)[]): Promise<void> => {
  for (const piece of pieces) {
    input.write(piece)
    await new Promise(resolve => setImmediate(resolve))
  }
}

const text = (typed: string): Key => ({ key: 'text', text: typed })
const paste = (pasted: string): Key => ({ key: 'paste', text: pasted })

it('[TERMINAL-22] keys of one piece arrive together and in their order', async () => {
  expect(await keysOf('e\u0301')).toEqual([text('e\u0301')])
  expect(await keysOf('👨‍👩‍👧')).toEqual([text('👨‍👩‍👧')])
  expect(await keysOf('ab\x7fc\r')).toEqual([text('ab'), { key: 'backspace' }, text('c'), { key: 'enter' }])
  expect(await keysOf('A', ' ', '/')).toEqual([text('A'), text(' '), text('/')])
})

it('[TERMINAL-22] a character whose bytes are divided between two reads is one key', async () => {
  const input = new PassThrough()
  const keys: Key[] = []
  const stop = readKeys(input, key => keys.push(key))
  const bytes = Buffer.from('猫')
  await writeEach(input, [bytes.subarray(0, 1), bytes.subarray(1)])
  stop()
  expect(keys).toEqual([text('猫')])
})

it('[TERMINAL-12] control and arrow keys have names', async () => {
  const typed =
    '\x17\x15\x0b\x01\x05\x03\x04\t\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1b[5~\x1b[6~\x1b[3~\x1b\x7f\x1bOA\x1b[1;5D'
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
    'up',
    'left',
  ])
})

/** By what sends them. */
const UNKNOWN: Readonly<Record<string, string>> = {
  F1: '\x1bOP',
  'F5 with Shift and Ctrl': '\x1b[15;6~',
  'F1 on the Linux console': '\x1b[[A',
  'F3 in SS3 with modifiers': '\x1bO2R',
  'Shift-F11 of rxvt': '\x1b[23$~',
  'Alt and a letter': '\x1bx',
  'Alt and an arrow in rxvt': '\x1b\x1b[99A',
  'a letter by CSI u': '\x1b[97;5:3u',
  'a key by modifyOtherKeys': '\x1b[27;5;46~',
  'focus gained': '\x1b[I',
  'focus lost': '\x1b[O',
  'an SGR mouse report': '\x1b[<35;101;22M',
  'an X10 mouse report': '\x1b[M #!',
  'a cursor position report': '\x1b[24;80R',
  'device attributes': '\x1b[?64;1;2;6;9;15;18;21;22c',
  'a mode report': '\x1b[?2026;1$y',
  'a colour reply by OSC': '\x1b]11;rgb:1e1e/1e1e/2e2e\x07',
  'a clipboard reply by OSC with ST': `\x1b]52;c;${'aGFsbw'.repeat(500)}\x1b\\`,
  'a DCS reply': '\x1bP1+r544e=787465726d\x1b\\',
  'an APC': '\x1b_Gi=31;OK\x1b\\',
  'an 8-bit CSI': '\u009b15~',
}

describe('an escape sequence that stands for nothing', () => {
  it.each(Object.entries(UNKNOWN))('[TERMINAL-35] is no key and no text: %s', async (_, sequence) => {
    expect(await keysOf(`a${sequence}b${END}`)).toEqual([text('a'), text('b'), { key: 'end' }])
  })

  it.each(Object.entries(UNKNOWN))(
    '[TERMINAL-35] and neither when each character comes by itself: %s',
    async (_, sequence) => {
      // Divided after ESC, Alt and a key cannot be told from Escape and a key.
      const keys = await keysOf('a', ...[...sequence], 'b', END)
      const expected =
        sequence.startsWith('\x1bx') || sequence.startsWith('\x1b\x1b') ? [{ key: 'escape' }] : []
      const letters = sequence === '\x1bx' ? [text('x')] : []
      expect(keys).toEqual([text('a'), ...expected, ...letters, text('b'), { key: 'end' }])
    },
  )

  it('[TERMINAL-35] that breaks off ends with the next control character', async () => {
    expect(await keysOf('\x1b[1;\x03')).toEqual([{ key: 'interrupt' }])
    expect(await keysOf('\x1b]11;rgb\x1b[A\r')).toEqual([{ key: 'up' }, { key: 'enter' }])
  })

  it('[TERMINAL-35] whose end never comes swallows no later key', async () => {
    const input = new PassThrough()
    const keys: Key[] = []
    const stop = readKeys(input, key => keys.push(key))
    input.write('\x1b]11;')
    await expect
      .poll(
        () => {
          input.write('a')
          return keys.length
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBeGreaterThan(0)
    stop()
    expect(keys[0]).toEqual(text('a'))
  })

  it('[TERMINAL-45] Ctrl-C is Ctrl-C in the numbered form too', async () => {
    expect(await keysOf('\x1b[99;5u')).toEqual([{ key: 'interrupt' }])
  })
})

describe('Escape', () => {
  it('[TERMINAL-36] is a key when nothing follows', async () => {
    expect(await keysAfterWait('\x1b')).toEqual([{ key: 'escape' }])
  })

  it.each(['x', '/', '\x7f', ' ', 'é'])('[TERMINAL-36] leaves the next key alone: %s', async next => {
    const [first, ...rest] = await keysOf('\x1b', next)
    expect(first).toEqual({ key: 'escape' })
    expect(rest).toEqual([next === '\x7f' ? { key: 'backspace' } : text(next)])
  })

  it.each(['[', 'O', ']', 'P', '_'])(
    '[TERMINAL-36] leaves a key alone that could begin a sequence: %s',
    async next => {
      expect(await keysAfterWait('\x1b', next)).toEqual([{ key: 'escape' }, text(next)])
    },
  )

  it('[TERMINAL-36] twice is twice, and before Enter or Ctrl-C in one read it is Escape', async () => {
    expect(await keysOf('\x1b', '\x1b', 'a')).toEqual([{ key: 'escape' }, { key: 'escape' }, text('a')])
    expect(await keysOf('\x1b\r')).toEqual([{ key: 'escape' }, { key: 'enter' }])
    expect(await keysOf('\x1b\x03')).toEqual([{ key: 'escape' }, { key: 'interrupt' }])
  })
})

describe('a paste', () => {
  it('[TERMINAL-4] in brackets is one key, in any number of pieces', async () => {
    const keys = await keysOf('a\x1b[200~satu\rd', 'ua\x03\x1b[20', '1~b')
    expect(keys).toEqual([text('a'), paste('satu\rdua\x03'), text('b')])
  })

  it('[TERMINAL-4] in brackets whose end never comes swallows no later key', async () => {
    expect(await keysAfterWait('\x1b[200~satu')).toEqual([paste('satu')])
  })

  it('[TERMINAL-38] without brackets is one key as well, and so is what follows it at once', async () => {
    const long = 'the quick brown fox jumps over'
    expect(await keysOf(long, ' it')).toEqual([paste(long), paste(' it')])
    expect(await keysOf('satu\rdua\rtiga\r')).toEqual([paste('satu\rdua\rtiga\r')])
  })

  it('[TERMINAL-38] that comes in several pieces sends none of its lines', async () => {
    const pieces = [`${'a'.repeat(4_000)}\rsatu`, ' dua\r', 'tiga', '\r']
    expect(await keysOf(...pieces)).toEqual([...pieces.slice(0, 3).map(paste), { key: 'enter' }])
  })

  it('[TERMINAL-38] is not what a slow line delivers together, nor a line with its Enter', async () => {
    expect(await keysOf('quick brown f')).toEqual([text('quick brown f')])
    expect(await keysOf('halo\r')).toEqual([text('halo'), { key: 'enter' }])
    const line = 'halo, sudah siap balapan?'
    expect(await keysOf(`${line}\r`)).toEqual([paste(line), { key: 'enter' }])
  })
})

it('[TERMINAL-47] a stream that was paused is read', async () => {
  const input = new PassThrough()
  input.pause()
  const keys: Key[] = []
  const stop = readKeys(input, key => keys.push(key))
  input.write('a')
  await expect.poll(() => keys).toEqual([text('a')])
  stop()
})
