import { clientMessageSchemas } from '@ketik/protocol'

export type Draw = ReturnType<typeof drawn>

/** Whole numbers from 0 to below, one of several, and bytes that are spoilt: of a seeded generator. */
export const drawn = (random: () => number) => {
  const int = (below: number): number => Math.floor(random() * below)
  return {
    int,
    pick: <T>(of: readonly T[]): T => {
      const one = of[int(of.length)]
      if (one === undefined) throw new Error('there is nothing to pick')
      return one
    },
    /** The same with some bytes changed, and cut somewhere. */
    mutated: (original: Buffer): Buffer => {
      const bytes = Buffer.from(original)
      for (let i = int(4); i >= 0; i--) bytes[int(bytes.length)] = int(256)
      return bytes.subarray(0, 1 + int(bytes.length))
    },
  }
}

const TYPES = [
  'login',
  ...Object.keys(clientMessageSchemas).filter(type => type !== 'chat'),
  '__proto__',
  'constructor',
  '',
  'x',
]
const VALUES: readonly unknown[] = [
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
const FIELDS = [
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
export const randomFrames = ({ int, pick, mutated }: Draw): (() => Buffer) => {
  const message = (): string => {
    const fields: Record<string, unknown> = { type: pick(TYPES) }
    for (let i = int(4); i > 0; i--) fields[pick(FIELDS)] = pick(VALUES)
    return JSON.stringify(fields)
  }
  return () => {
    const kind = int(10)
    if (kind < 5) return Buffer.from(message())
    if (kind < 8) return mutated(Buffer.from(message()))
    return Buffer.from(Array.from({ length: 1 + int(40) }, () => int(256)))
  }
}
