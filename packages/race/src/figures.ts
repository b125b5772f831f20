import { consistencyOf, wpmPerSecond } from './consistency.ts'
import { datedMs, type LoggedKey } from './key-log.ts'
import { WPM_FACTOR } from './limits.ts'
import type { Timing } from './plan.ts'
import { type OfflineSpan, offlineSpansOf, pressTimes } from './press-times.ts'
import { createTyping, isComplete, press } from './typing.ts'

/** What a race record and a board keep of a finish. `null`: not known from arrivals alone. */
export type SeatFigures = {
  readonly wpm: number
  /** From the start instead of the first key: the order of race wpm is the order of finishing. */
  readonly raceWpm: number
  readonly raw: number | null
  /** 0 to 1. */
  readonly accuracy: number | null
  /** 0 to 100. */
  readonly consistency: number | null
  readonly timed: Timing
  /** Milliseconds of it that were typed offline; absent where there are none. */
  readonly offlineMs?: number
}

/** Everything a key log tells; unrounded. Offsets are milliseconds from `startsAt`. */
export type Figures = SeatFigures & {
  readonly complete: boolean
  /** Graphemes typed right at the end of the log: all of them when complete. */
  readonly chars: number
  readonly firstKeyMs: number | null
  readonly finishedMs: number | null
  readonly presses: number
  readonly correctPresses: number
  /** Expected grapheme → keys pressed wrong while it was expected. */
  readonly missed: Readonly<Record<string, number>>
  /** Raw wpm of every second since the first key. */
  readonly wpmPerSecond: readonly number[]
  readonly offline: readonly OfflineSpan[]
}

/**
 * Figures by replay, with the formulas of the field: wpm = 12000 × (chars − 1) / (last − first), race wpm =
 * 12000 × chars / (last − start), raw = 12000 × presses / (last − first), accuracy = right presses / presses.
 * Keys count when they were dated, but the first counts as claimed when that is earlier: else holding the
 * first keys back would shorten the time. Of a log that does not complete the text, the last key is the end.
 * Speed per second follows `pressTimes`; consistency leaves out the seconds that were typed offline, whose rhythm is
 * not known.
 */
export function figuresOf(text: string, keys: readonly LoggedKey[]): Figures {
  const typing = createTyping(text)
  const missed: Record<string, number> = {}
  const times = pressTimes(keys)
  const pressedMs: number[] = []
  let firstKeyMs: number | null = null
  let lastMs = 0
  for (const [index, key] of keys.entries()) {
    const expected = typing.graphemes[typing.correct]
    if (expected === undefined) break
    const { presses, correctPresses } = typing
    press(typing, key[1])
    lastMs = datedMs(key)
    if (typing.presses === presses) continue
    firstKeyMs ??= Math.min(key[0], lastMs)
    pressedMs.push(times[index] ?? lastMs)
    if (typing.correctPresses === correctPresses) missed[expected] = (missed[expected] ?? 0) + 1
  }
  const complete = isComplete(typing)
  const durationMs = lastMs - (firstKeyMs ?? lastMs)
  const perSecond = wpmPerSecond(pressedMs, firstKeyMs ?? 0, lastMs)
  const offline = offlineSpansOf(keys)
  const offlineMs = offline.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  return {
    complete,
    chars: typing.correct,
    wpm: rate(Math.max(0, typing.correct - 1), durationMs),
    raceWpm: rate(typing.correct, lastMs),
    raw: typing.presses < 2 ? 0 : rate(typing.presses, durationMs),
    accuracy: typing.presses === 0 ? null : typing.correctPresses / typing.presses,
    consistency: consistencyOf(typedOnline(perSecond, firstKeyMs ?? 0, offline)),
    timed: 'keys',
    ...(offlineMs > 0 ? { offlineMs } : {}),
    firstKeyMs,
    finishedMs: complete ? lastMs : null,
    presses: typing.presses,
    correctPresses: typing.correctPresses,
    missed,
    wpmPerSecond: perSecond,
    offline,
  }
}

/** The seconds since the first key that no offline span overlaps. */
function typedOnline(
  perSecond: readonly number[],
  firstMs: number,
  offline: readonly OfflineSpan[],
): readonly number[] {
  return perSecond.filter((_, second) => {
    const fromMs = firstMs + second * 1_000
    return !offline.some(span => span.fromMs < fromMs + 1_000 && span.toMs > fromMs)
  })
}

/** Figures of a seat timed by arrival (contract A): wpm = 12000 × chars / elapsed, and nothing else known. */
export function arrivalFigures(chars: number, elapsedMs: number): SeatFigures {
  const wpm = rate(chars, elapsedMs)
  return { wpm, raceWpm: wpm, raw: null, accuracy: null, consistency: null, timed: 'arrival' }
}

/** The small part that a race record keeps. */
export function seatFiguresOf(figures: SeatFigures): SeatFigures {
  const { wpm, raceWpm, raw, accuracy, consistency, timed, offlineMs } = figures
  return {
    wpm,
    raceWpm,
    raw,
    accuracy,
    consistency,
    timed,
    ...(offlineMs === undefined ? {} : { offlineMs }),
  }
}

/** To one decimal; for presentation only. */
export function round1(value: number): number {
  return Math.round(value * 10) / 10
}

/** A speed as a whole number. It is rounded from the figure with one decimal, as everyone who sees that figure rounds it. */
export function wholeWpm(wpm: number): number {
  return Math.round(round1(wpm))
}

/** Words per minute. Under 1 ms counts as 1 ms: a text that took no time must look implausible, not slow. */
function rate(chars: number, ms: number): number {
  return (WPM_FACTOR * chars) / Math.max(1, ms)
}
