import type { ClientMessageOf } from './client-message.ts'

const HEAD = [...'{"type":"progress","progress":'].map(char => char.charCodeAt(0))
const MIDDLE = [...',"wpm":'].map(char => char.charCodeAt(0))
const [POINT, ZERO, CLOSE] = [0x2e, 0x30, 0x7d]
/** Digits that a double holds exactly. */
const DIGITS_MAX = 15
const POWERS = Array.from({ length: DIGITS_MAX + 1 }, (_, exponent) => 10 ** exponent)

/** The reader's position in the bytes; -1 when they do not match. One for all calls, because none of them awaits. */
let at = 0

/**
 * The most frequent message of a basic client, as `JSON.stringify` writes it, read from its bytes. Undefined for any other
 * bytes, also for correct messages: `decodeUtf8` and `decodeClientMessage` read those.
 */
export const decodeProgress = (bytes: Uint8Array): ClientMessageOf<'progress'> | undefined => {
  at = 0
  skip(bytes, HEAD)
  const progress = number(bytes)
  skip(bytes, MIDDLE)
  const wpm = number(bytes)
  if (at < 0 || at !== bytes.length - 1 || bytes[at] !== CLOSE || progress > 100) return undefined
  return { type: 'progress', progress, wpm }
}

const skip = (bytes: Uint8Array, expected: readonly number[]): void => {
  if (at < 0) return
  for (let i = 0; i < expected.length; i++) {
    if (bytes[at + i] !== expected[i]) {
      at = -1
      return
    }
  }
  at += expected.length
}

/** A JSON number without sign and exponent. */
const number = (bytes: Uint8Array): number => {
  const start = at
  const whole = digits(bytes, 0)
  const count = at - start
  if (at < 0 || (count > 1 && bytes[start] === ZERO)) return fail()
  if (bytes[at] !== POINT) return whole
  at += 1
  const pointAt = at
  const all = digits(bytes, whole)
  if (at < 0 || count + at - pointAt > DIGITS_MAX) return fail()
  return all / (POWERS[at - pointAt] ?? 1)
}

/** At least one digit, as if written after those of `before`. */
const digits = (bytes: Uint8Array, before: number): number => {
  if (at < 0) return 0
  const start = at
  let value = before
  for (let digit = (bytes[at] ?? 0) - ZERO; digit >= 0 && digit <= 9; digit = (bytes[at] ?? 0) - ZERO) {
    value = value * 10 + digit
    at += 1
  }
  return at === start || at - start > DIGITS_MAX ? fail() : value
}

const fail = (): number => {
  at = -1
  return 0
}
