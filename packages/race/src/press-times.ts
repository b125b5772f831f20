import { datedMs, type LoggedKey } from './key-log.ts'

/** Keys that were typed while the connection was down. Offsets are milliseconds from `startsAt`. */
export type OfflineSpan = { readonly fromMs: number; readonly toMs: number; readonly keys: number }

/** Late keys dated this close together arrived together; online batches are at least 100 ms apart. */
const ARRIVED_TOGETHER_MS = 50
/** Shorter delays and shorter gaps are ordinary network delay. */
const OFFLINE_FROM_MS = 1_000

/** Consecutive late keys that arrived together: log entries `first` to `last`. */
type LateKeys = {
  readonly first: number
  readonly last: number
  /** The date of the key before them; where there is none, the claim of the first of them. */
  readonly fromMs: number
  readonly toMs: number
  /** How much later the first of them is dated than claimed. */
  readonly delayMs: number
}

/**
 * When each key counts as pressed in figures that follow a race over time, in milliseconds from `startsAt`. A key
 * within the latency allowance counts when its client says. Keys that arrived later all have the date that the
 * allowance permits; they count as evenly spread up to that date. The first and the last key of a log keep their
 * times, so this changes no speed.
 */
export function pressTimes(keys: readonly LoggedKey[]): readonly number[] {
  const times = keys.map(datedMs)
  for (const { first, last, fromMs, toMs } of lateKeys(keys)) {
    const start = Math.max(0, first - 1)
    for (let index = first; index <= last; index++) {
      const share = last === start ? 1 : (index - start) / (last - start)
      times[index] = fromMs + (toMs - fromMs) * share
    }
  }
  return times
}

/** The parts of a log that were typed offline: keys that arrived a second or more too late to count as claimed. */
export function offlineSpansOf(keys: readonly LoggedKey[]): readonly OfflineSpan[] {
  return lateKeys(keys)
    .filter(({ fromMs, toMs, delayMs }) => Math.min(delayMs, toMs - fromMs) >= OFFLINE_FROM_MS)
    .map(({ first, last, fromMs, toMs }) => ({ fromMs, toMs, keys: last - first + 1 }))
}

function lateKeys(keys: readonly LoggedKey[]): readonly LateKeys[] {
  const groups: LateKeys[] = []
  keys.forEach((key, index) => {
    const toMs = datedMs(key)
    const delayMs = toMs - key[0]
    if (delayMs <= 0) return
    const group = groups.at(-1)
    if (group?.last === index - 1 && toMs - group.toMs <= ARRIVED_TOGETHER_MS) {
      groups[groups.length - 1] = { ...group, last: index, toMs }
      return
    }
    const before = keys[index - 1]
    const fromMs = before === undefined ? key[0] : datedMs(before)
    groups.push({ first: index, last: index, fromMs, toMs, delayMs })
  })
  return groups
}
