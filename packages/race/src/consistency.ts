import { WPM_FACTOR } from './limits.ts'

const SECOND_MS = 1_000
/** No race lasts an hour; a log that says so does not make us allocate for it. */
const SECONDS_MAX = 3_600

/**
 * Raw wpm of every second since the first key. A trailing partial second is dropped unless it is the only
 * one, which then counts as whole. All arguments are milliseconds from `startsAt`.
 */
export function wpmPerSecond(pressedMs: readonly number[], firstMs: number, lastMs: number): number[] {
  if (pressedMs.length === 0) return []
  const whole = Math.floor((lastMs - firstMs) / SECOND_MS)
  const seconds = Math.min(Math.max(1, whole), SECONDS_MAX)
  const perSecond = new Array<number>(seconds).fill(0)
  for (const ms of pressedMs) {
    const second = Math.floor((ms - firstMs) / SECOND_MS)
    const wpm = perSecond[second]
    if (wpm !== undefined) perSecond[second] = wpm + WPM_FACTOR / SECOND_MS
  }
  return perSecond
}

/**
 * 100 × (1 − tanh(c + c³/3 + c⁵/5)), 0 to 100, c = population standard deviation / mean of the per-second raw
 * wpm: the formula of Monkeytype. `null` when nothing was pressed in those seconds.
 */
export function consistencyOf(perSecond: readonly number[]): number | null {
  const mean = meanOf(perSecond)
  if (mean === 0) return null
  const deviation = Math.sqrt(meanOf(perSecond.map(wpm => (wpm - mean) ** 2)))
  const c = deviation / mean
  return 100 * (1 - Math.tanh(c + c ** 3 / 3 + c ** 5 / 5))
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
