import { type LoggedKey, releasedKey } from '../src/index.ts'
import type { Cheat } from './cheat.ts'
import { between, normal, type Random } from './random.ts'

/** Answers how long a key is held, in milliseconds, given the gap to the next key. */
type Holds = (random: Random) => (key: string, gapMs: number) => number

/**
 * Hands hold a key for 60 to 200 ms, about 110 on average, and each key for a time of its own; fast typists are near
 * 80 (Dhakal and others 2018). So most fast pairs overlap.
 */
export const ofHands: Holds = random => {
  const usualMs = between(random, 70, 115)
  const spread = between(random, 0.12, 0.25)
  const ownSpread = between(random, 0.12, 0.22)
  const own = new Map<string, number>()
  return key => {
    const ownFactor = own.get(key) ?? Math.exp(ownSpread * normal(random))
    own.set(key, ownFactor)
    return Math.max(25, usualMs * ownFactor * Math.exp(spread * normal(random)))
  }
}

export const constant: Holds = random => {
  const holdMs = between(random, 20, 90)
  return () => holdMs
}

/** Each key is released before the next is pressed. */
export const neverOverlapping: Holds = random => {
  const spread = between(random, 0.15, 0.3)
  return (_, gapMs) => Math.max(1, Math.min(0.9 * gapMs, 60 * Math.exp(spread * normal(random))))
}

/** One distribution for all keys. */
export const independent: Holds = random => {
  const usualMs = between(random, 70, 115)
  const spread = between(random, 0.15, 0.3)
  return () => usualMs * Math.exp(spread * normal(random))
}

/** The same typist or program with releases, by a clock that ticks in so many milliseconds. */
export function withReleases(name: string, { type }: Cheat, holds: Holds, clockMs = 1): Cheat {
  return {
    name,
    type: random => {
      const typed = type(random)
      const hold = holds(random)
      return {
        ...typed,
        keys: typed.keys.map((key, index) => released(key, typed.keys[index + 1], hold, clockMs)),
      }
    },
  }
}

function released(
  key: LoggedKey,
  next: LoggedKey | undefined,
  hold: ReturnType<Holds>,
  clockMs: number,
): LoggedKey {
  const gapMs = next === undefined ? Number.POSITIVE_INFINITY : next[0] - key[0]
  const holdMs = hold(key[1], gapMs)
  // The same key is up before it goes down again.
  const until = next?.[1] === key[1] ? Math.min(holdMs, 0.8 * gapMs) : holdMs
  return releasedKey(key, Math.max(key[0], Math.round(Math.floor((key[0] + until) / clockMs) * clockMs)))
}
