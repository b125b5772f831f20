import { BACKSPACE, graphemes, isErasing, type LoggedKey } from '../src/index.ts'
import type { Cheat } from './cheat.ts'
import { between, normal, oneOf, type Random } from './random.ts'
import { ENGLISH } from './texts.ts'
import type { Typist } from './typed.ts'

/** Another's race, played again by a program. */
export function stolen(
  name: string,
  from: Typist,
  change: (keys: readonly LoggedKey[], random: Random) => readonly LoggedKey[],
): Cheat {
  return {
    name,
    type: random => {
      const { text, keys } = from.type(random)
      return { text, stolen: keys, keys: change(keys, random) }
    },
  }
}

export function scaled(keys: readonly LoggedKey[], factor: number): LoggedKey[] {
  return keys.map(([at, key]) => [Math.round(at * factor), key])
}

export function jittered(keys: readonly LoggedKey[], share: number, random: Random): LoggedKey[] {
  let before = 0
  let at = 0
  return keys.map(([offset, key]) => {
    at += (offset - before) * (1 + share * normal(random))
    before = offset
    return [Math.round(at), key]
  })
}

/**
 * The pair timings of one log, put together for another text: each pair takes one of the gaps that it has in the log,
 * and a pair that the log does not have takes any gap of it.
 */
export function pairTableClone(name: string, from: Typist, jitterShare = 0): Cheat {
  return {
    name,
    type: random => {
      const source = from.type(random)
      const others = ENGLISH.filter(text => text !== source.text)
      const [first = source.text, ...more] = others
      const text = oneOf(random, [first, ...more])
      const table = pairTable(source.keys)
      const all = [...table.values()].flat()
      let before = ''
      let at = between(random, 200, 900)
      const keys = graphemes(text).map((key, index): LoggedKey => {
        const known = table.get(before + key) ?? all
        const gap = known[Math.floor(random() * known.length)] ?? 80
        if (index > 0) at += gap * (1 + jitterShare * normal(random))
        before = key
        return [Math.round(at), key]
      })
      return { text, stolen: source.keys, keys }
    },
  }
}

function pairTable(keys: readonly LoggedKey[]): ReadonlyMap<string, readonly number[]> {
  const table = new Map<string, number[]>()
  for (const [index, [at, key]] of keys.entries()) {
    const before = keys[index - 1]
    if (before === undefined || isErasing(before[1]) || isErasing(key)) continue
    const pair = before[1] + key
    table.set(pair, [...(table.get(pair) ?? []), at - before[0]])
  }
  return table
}

/** A hand that starts the text and a clipboard that ends it. */
export function pasted(name: string, hand: Typist, typedShare: readonly [number, number]): Cheat {
  return {
    name,
    type: random => {
      const { text, keys } = hand.type(random)
      const all = graphemes(text)
      const typed = Math.floor(between(random, ...typedShare) * all.length)
      const own = keys.slice(0, typed).filter(([, key]) => key !== BACKSPACE)
      const clean = own.map(([at], index): LoggedKey => [at, all[index] ?? ''])
      const pasteMs = (clean.at(-1)?.[0] ?? 500) + between(random, 300, 2_000)
      return { text, keys: [...clean, ...all.slice(clean.length).map((key): LoggedKey => [pasteMs, key])] }
    },
  }
}
