import { BACKSPACE, datedMs, isErasing, type LoggedKey, loggedKey } from '../src/index.ts'
import type { Cheat } from './cheat.ts'
import { between, type Random } from './random.ts'

/** Shares of keys before which a cheat presses a wrong one. */
export const ERROR_SHARES = [0.01, 0.02, 0.04] as const

/**
 * The same cheat with errors: before so many of its keys it presses a wrong one and takes it back. Half of the logs
 * correct after a pause, as humans do; the others at the pace of the cheat's own gaps.
 */
export function withErrors({ name, type, keepsSpeed }: Cheat, share: number): Cheat {
  return {
    name,
    type: random => {
      const cheated = type(random)
      const isHuman = random() < 0.5
      const keys = insertErrors(cheated.keys, share, isHuman, random)
      return { ...cheated, keys: keepsSpeed === true ? stretchedTo(cheated.keys, keys) : keys }
    },
  }
}

/** The same keys in the time of others, from the same start. */
function stretchedTo(model: readonly LoggedKey[], keys: readonly LoggedKey[]): readonly LoggedKey[] {
  const startMs = keys[0]?.[0] ?? 0
  const spanMs = (model.at(-1)?.[0] ?? 0) - startMs
  const factor = spanMs / Math.max(1, (keys.at(-1)?.[0] ?? 0) - startMs)
  return keys.map(([at, key]): LoggedKey => [Math.round(startMs + (at - startMs) * factor), key])
}

function insertErrors(
  keys: readonly LoggedKey[],
  share: number,
  isHuman: boolean,
  random: Random,
): readonly LoggedKey[] {
  const ownGap = (): number => gapAt(keys, Math.floor(random() * (keys.length - 1)))
  let isSecond = false
  const pause = (): number => {
    isSecond = !isSecond
    if (!isHuman) return ownGap()
    return isSecond ? 60 + ownGap() * between(random, 1.2, 3) : 20 + ownGap()
  }
  return insertCorrected(keys, share, pause, random)
}

/** Wrong keys with their corrections; `pause` answers the time to the correction, then from there to the right key. */
export function insertCorrected(
  keys: readonly LoggedKey[],
  share: number,
  pause: () => number,
  random: Random,
): LoggedKey[] {
  const erring: LoggedKey[] = []
  let laterMs = 0
  for (const [index, key] of keys.entries()) {
    if (index > 0 && !isErasing(key[1]) && random() < share) {
      const seenMs = pause()
      const wrong = key[1] === 'e' ? 'r' : 'e'
      erring.push(later(loggedKey(key[0], wrong, datedMs(key)), laterMs))
      erring.push(later(loggedKey(key[0], BACKSPACE, datedMs(key)), laterMs + seenMs))
      laterMs += seenMs + pause()
    }
    erring.push(later(key, laterMs))
  }
  return erring
}

const gapAt = (keys: readonly LoggedKey[], index: number): number =>
  Math.max(0, (keys[index + 1]?.[0] ?? 0) - (keys[index]?.[0] ?? 0))

function later(key: LoggedKey, byMs: number): LoggedKey {
  const move = (ms: number): number => Math.round(ms + byMs)
  const [claimed, typed, dated, up] = key
  if (up !== undefined) return [move(claimed), typed, move(dated ?? claimed), move(up)]
  return dated === undefined || dated === claimed
    ? [move(claimed), typed]
    : [move(claimed), typed, move(dated)]
}
