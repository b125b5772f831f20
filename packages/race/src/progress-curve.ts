import type { LoggedKey } from './key-log.ts'
import { pressTimes } from './press-times.ts'
import { createTyping, press } from './typing.ts'

/** The points of a curve are this far apart, or a multiple of it. */
export const CURVE_STEP_MS = 50

/** How much of the text is typed right from an instant on: milliseconds from `startsAt`, and percent with two decimals. */
export type ProgressCurve = readonly (readonly [ms: number, percent: number])[]

/**
 * A racer's progress as everyone may see it. It is what the racer had typed at the end of each step of 50 ms, with a
 * point only where that changed, and 0 before the first point. A key log is biometric data: from a curve nobody can
 * read when a key was pressed within its step, or which wrong keys were pressed.
 */
export const progressCurve = (text: string, keys: readonly LoggedKey[]): ProgressCurve => {
  const typing = createTyping(text)
  const times = pressTimes(keys)
  const correctAt = new Map<number, number>()
  let stepMs = 0
  keys.forEach(([, key], index) => {
    press(typing, key)
    stepMs = Math.max(stepMs, Math.ceil((times[index] ?? 0) / CURVE_STEP_MS) * CURVE_STEP_MS)
    correctAt.set(stepMs, typing.correct)
  })
  const curve: [number, number][] = []
  let before = 0
  for (const [ms, correct] of correctAt) {
    if (correct === before) continue
    before = correct
    curve.push([ms, Math.round((10_000 * correct) / typing.graphemes.length) / 100])
  }
  return curve
}
