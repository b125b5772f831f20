import { graphemes, type LoggedKey } from '../src/index.ts'
import type { Cheat } from './cheat.ts'
import { between, exponential, gamma, normal, oneOf, type Random } from './random.ts'
import { ENGLISH } from './texts.ts'

/** Makes the gaps of one race, in milliseconds, from their mean. */
export type GapLaw = (random: Random, meanMs: number) => () => number

/** A program that presses the right keys. Every gap is independent of the keys. */
export function program(
  name: string,
  speeds: readonly [number, number],
  law: GapLaw,
  texts: readonly [string, ...string[]] = ENGLISH,
): Cheat {
  return {
    name,
    keepsSpeed: true,
    type: random => {
      const text = oneOf(random, texts)
      const gap = law(random, 12_000 / between(random, ...speeds))
      let at = between(random, 150, 900)
      return {
        text,
        keys: graphemes(text).map((key, index) => {
          if (index > 0) at += gap()
          return [Math.round(at), key]
        }),
      }
    },
  }
}

/** A program whose gaps are all multiples of one step. With errors it is slower, because it stays on its grid. */
export function gridProgram(
  name: string,
  speeds: readonly [number, number],
  steps: readonly [number, number],
): Cheat {
  return { ...program(name, speeds, grid(steps)), keepsSpeed: false }
}

/** The text in pieces of so many graphemes, each piece in one event. */
export function pieces(
  name: string,
  speeds: readonly [number, number],
  sizes: readonly [number, number],
): Cheat {
  return {
    name,
    type: random => {
      const text = oneOf(random, ENGLISH)
      const meanMs = 12_000 / between(random, ...speeds)
      const all = graphemes(text)
      const keys: LoggedKey[] = []
      let at = 300
      while (keys.length < all.length) {
        const piece = all.slice(keys.length, keys.length + Math.round(between(random, ...sizes)))
        if (keys.length > 0) at += piece.length * meanMs * between(random, 0.7, 1.3)
        for (const key of piece) keys.push([Math.round(at), key])
      }
      return { text, keys }
    },
  }
}

/** Every gap is the same, but for the noise of a timer. */
export const metronome =
  (noiseMs = 0): GapLaw =>
  (random, meanMs) =>
  () =>
    meanMs + between(random, -noiseMs, noiseMs)

const grid =
  (steps: readonly [number, number]): GapLaw =>
  (random, meanMs) => {
    const stepMs = Math.round(between(random, ...steps))
    return () => stepMs * Math.max(1, Math.round((meanMs / stepMs) * between(random, 0.4, 1.6)))
  }

export const uniform: GapLaw = (random, meanMs) => {
  const share = between(random, 0.2, 0.9)
  return () => meanMs * between(random, 1 - share, 1 + share)
}

export const gaussian: GapLaw = (random, meanMs) => {
  const share = between(random, 0.12, 0.35)
  return () => Math.max(5, meanMs * (1 + share * normal(random)))
}

export const logNormal: GapLaw = (random, meanMs) => {
  const spread = between(random, 0.2, 0.5)
  return () => meanMs * Math.exp(spread * normal(random) - spread ** 2 / 2)
}

/** Shapes of 4 to 16: the gaps spread by 0.5 to 0.25 of their mean. */
export const gammaGaps: GapLaw = (random, meanMs) => {
  const shape = between(random, 4, 16)
  return () => meanMs * gamma(random, shape)
}

/** A least gap, and an exponential on top of it. */
export const shiftedExponential: GapLaw = (random, meanMs) => {
  const share = between(random, 0.2, 0.5)
  return () => meanMs * (1 - share + share * exponential(random))
}
