import type { Readable } from 'node:stream'
import { graphemes } from '@ketik/race'
import type { Key } from '../core/event.ts'
import { InputParser, type Token } from './input-parser.ts'
import { keyOfControl, keyOfSequence } from './named-key.ts'

const WAITS_MS = {
  /** For the rest of a sequence. Terminals send it in one piece; a slow line may divide it. Nobody types this fast. */
  key: 50,
  /** For the end of a sequence that has begun, and for more of a bracketed paste. */
  sequence: 1_000,
  paste: 1_000,
  /** Terminals write a long paste in several pieces: text that follows a paste within this is part of it. */
  pieces: 50,
} as const
/**
 * This many characters in one read are a paste. A slow line delivers the keys of a stall together: 16 keys are a
 * stall of 0.8 s at 250 wpm and of 1.6 s at 120 wpm. The shortest text of a race has 60 characters.
 */
const PASTE_FROM = 16

/**
 * Reads the keys of a terminal in raw mode until the returned function is called. Text that arrives in one read is
 * one key event, so that a cluster of several code points stays one key. A paste is one event as well, also in a
 * terminal that does not bracket it.
 */
export const readKeys = (
  input: Readable,
  onKey: (key: Key) => void,
  waitsMs: Readonly<Record<keyof typeof WAITS_MS, number>> = WAITS_MS,
): (() => void) => {
  const parser = new InputParser()
  let timer: NodeJS.Timeout | undefined
  /** Counts the deadlines, so that one that was replaced does nothing. */
  let deadline = 0
  let pastedAt = Number.NEGATIVE_INFINITY

  const handOn = (tokens: readonly Token[]): void => {
    const isPasting = performance.now() - pastedAt < waitsMs.pieces
    if (isManyLines(tokens) || (isPasting && isLine(tokens))) {
      pastedAt = performance.now()
      onKey({ key: 'paste', text: tokens.map(lineText).join('') })
      return
    }
    for (const token of tokens) {
      const now = performance.now()
      const key = keyOf(token, now - pastedAt < waitsMs.pieces)
      if (token.token === 'text' && key?.key === 'paste') pastedAt = now
      if (key !== undefined) onKey(key)
    }
  }

  const awaitRest = (isContinued: boolean): void => {
    const { incomplete } = parser
    // A sequence has one deadline, however many reads it takes. Without it, a broken one would swallow every key.
    if (incomplete === 'sequence' && isContinued && timer !== undefined) return
    clearTimeout(timer)
    timer = undefined
    const own = ++deadline
    if (incomplete === 'nothing') return
    // After a stall a timer is due before the input that arrived meanwhile is read: read that first.
    timer = setTimeout(() => setImmediate(giveUp, own), waitsMs[incomplete])
  }

  const giveUp = (own: number): void => {
    if (own !== deadline) return
    timer = undefined
    handOn(parser.giveUp())
  }

  const take = (chunk: string): void => {
    const wasSequence = parser.incomplete === 'sequence'
    const tokens = parser.push(chunk)
    handOn(tokens)
    awaitRest(wasSequence && tokens.length === 0)
  }
  input.setEncoding('utf8')
  input.on('data', take)
  // A stream that was paused does not start again by itself.
  input.resume()
  return () => {
    deadline++
    clearTimeout(timer)
    input.off('data', take)
  }
}

const keyOf = (token: Token, isPasting: boolean): Key | undefined => {
  switch (token.token) {
    case 'text': {
      const isPaste = isPasting || graphemes(token.text).length >= PASTE_FROM
      return { key: isPaste ? 'paste' : 'text', text: token.text }
    }
    case 'paste':
      return { key: 'paste', text: token.text }
    case 'control':
      return keyOfControl(token.code)
    case 'sequence':
      return keyOfSequence(token.sequence)
  }
}

const isEnter = (token: Token): boolean =>
  token.token === 'control' && (token.code === '\r' || token.code === '\n')

/** Text after an Enter in the same read: several lines that were pasted. The last Enter alone may be a key. */
const isManyLines = (tokens: readonly Token[]): boolean => {
  const enter = tokens.findIndex(isEnter)
  return enter >= 0 && tokens.slice(enter).some(({ token }) => token === 'text')
}

/** Text and an Enter: within a paste, not the Enter of a person. */
const isLine = (tokens: readonly Token[]): boolean =>
  tokens.some(isEnter) && tokens.some(({ token }) => token === 'text')

const lineText = (token: Token): string => {
  if (token.token === 'text' || token.token === 'paste') return token.text
  return token.token === 'control' && /[\r\n\t]/.test(token.code) ? token.code : ''
}
