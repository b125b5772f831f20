import { clientMessageSchemas } from '@ketik/protocol'

/** Whole numbers from 0 to below, and one of several: of a seeded generator. */
export const drawn = (random: () => number) => {
  const int = (below: number): number => Math.floor(random() * below)
  return { int, pick: <T>(of: readonly [T, ...T[]]): T => of[int(of.length)] ?? of[0] }
}

const TYPES: readonly [string, ...string[]] = [
  'login',
  ...Object.keys(clientMessageSchemas).filter(type => type !== 'chat'),
  '__proto__',
  'constructor',
  '',
  'x',
]
const VALUES: readonly [unknown, ...unknown[]] = [
  0,
  -1,
  1e308,
  0.5,
  50,
  null,
  true,
  '',
  'Ani',
  '\u0000',
  '\u202e',
  'ä',
  '🏁',
  [],
  {},
  [[0, 'a']],
  [[1]],
]
const FIELDS: readonly [string, ...string[]] = [
  'username',
  'token',
  'v',
  'lang',
  'seats',
  'room',
  'progress',
  'wpm',
  't',
  'race',
  'from',
  'keys',
  'echo',
]

/** Frames of a seeded generator: a message with any fields of any types, a broken one, or noise. */
export const randomFrames = (random: () => number): (() => Buffer) => {
  const { int, pick } = drawn(random)
  const message = (): string => {
    const fields: Record<string, unknown> = { type: pick(TYPES) }
    for (let i = int(4); i > 0; i--) fields[pick(FIELDS)] = pick(VALUES)
    return JSON.stringify(fields)
  }
  return () => {
    const kind = int(10)
    if (kind < 5) return Buffer.from(message())
    if (kind < 8) return mutated(random, Buffer.from(message()))
    return Buffer.from(Array.from({ length: 1 + int(40) }, () => int(256)))
  }
}

/** The same with some bytes changed, and cut somewhere. */
export const mutated = (random: () => number, original: Buffer): Buffer => {
  const { int } = drawn(random)
  const bytes = Buffer.from(original)
  for (let i = int(4); i >= 0; i--) bytes[int(bytes.length)] = int(256)
  return bytes.subarray(0, 1 + int(bytes.length))
}
