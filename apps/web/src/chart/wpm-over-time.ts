import { createTyping, type LoggedKey, press, pressTimes, WPM_FACTOR } from '@ketik/race'

const STEP_MS = 500
const WINDOW_MS = 4_000

export type Line = { readonly seconds: readonly number[]; readonly wpm: readonly number[] }

/**
 * Words per minute over a race, from one racer's keys: the graphemes typed right in the last four seconds (since the
 * start, before), every half second from the first until the last key.
 */
export const wpmOverTime = (text: string, keys: readonly LoggedKey[]): Line => {
  const typing = createTyping(text)
  const times = pressTimes(keys)
  const reached = keys.map((key, index) => {
    press(typing, key[1])
    return { ms: times[index] ?? 0, correct: typing.correct }
  })
  const endMs = reached.at(-1)?.ms ?? 0
  const seconds: number[] = []
  const wpm: number[] = []
  for (let ms = 2 * STEP_MS; ms < endMs + STEP_MS; ms += STEP_MS) {
    const at = Math.min(ms, endMs)
    const from = Math.max(0, at - WINDOW_MS)
    seconds.push(at / 1_000)
    wpm.push((WPM_FACTOR * (correctAt(reached, at) - correctAt(reached, from))) / (at - from))
  }
  return { seconds, wpm }
}

const correctAt = (
  reached: readonly { readonly ms: number; readonly correct: number }[],
  ms: number,
): number => {
  let low = 0
  let high = reached.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((reached[middle]?.ms ?? Number.POSITIVE_INFINITY) <= ms) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : (reached[low - 1]?.correct ?? 0)
}
