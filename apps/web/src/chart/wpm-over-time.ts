import { type ProgressCurve, WPM_FACTOR } from '@ketik/race'

const STEP_MS = 500
const WINDOW_MS = 4_000

export type Line = { readonly seconds: readonly number[]; readonly wpm: readonly number[] }

/**
 * Words per minute over a race, from one racer's progress on a text of `chars` graphemes: the graphemes typed right in
 * the last four seconds (since the start, before), every half second from the first until the last change.
 */
export const wpmOverTime = (chars: number, curve: ProgressCurve): Line => {
  const endMs = curve.at(-1)?.[0] ?? 0
  const seconds: number[] = []
  const wpm: number[] = []
  for (let ms = 2 * STEP_MS; ms < endMs + STEP_MS; ms += STEP_MS) {
    const at = Math.min(ms, endMs)
    const from = Math.max(0, at - WINDOW_MS)
    const typed = ((percentAt(curve, at) - percentAt(curve, from)) * chars) / 100
    seconds.push(at / 1_000)
    wpm.push((WPM_FACTOR * typed) / (at - from))
  }
  return { seconds, wpm }
}

const percentAt = (curve: ProgressCurve, ms: number): number => {
  let low = 0
  let high = curve.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((curve[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= ms) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : (curve[low - 1]?.[1] ?? 0)
}
