import { characterGaps } from './character-gaps.ts'
import type { SeatFigures } from './figures.ts'
import { isErasing } from './is-key.ts'
import type { LoggedKey } from './key-log.ts'
import {
  WPM_EVENNESS_READ_ABOVE,
  WPM_FACTOR,
  WPM_LOG_READ_ABOVE,
  WPM_REFUSED_ABOVE,
  WPM_REVIEWED_ABOVE,
} from './limits.ts'
import { GAPS_MIN, readFastGaps, readSlowGaps } from './read-gaps.ts'
import { readHand } from './read-hand.ts'
import { readHolds } from './read-holds.ts'
import { readSteps } from './read-steps.ts'
import { clockRatio, correctionDelay, eventSizes } from './rhythm.ts'
import { inReview, type Signal } from './signals.ts'

export type Finish =
  | {
      readonly timed: 'keys'
      readonly figures: Pick<SeatFigures, 'wpm' | 'raceWpm' | 'accuracy'>
      readonly keys: readonly LoggedKey[]
    }
  | {
      readonly timed: 'arrival'
      readonly figures: Pick<SeatFigures, 'wpm' | 'raceWpm'>
      /** What the client says of itself, when it says it. */
      readonly claimedWpm?: number
      /** See `largestStepShare`; absent when the reports are not known (any more). */
      readonly largestStep?: number
    }

export type Plausibility = {
  readonly verdict: 'accepted' | 'review' | 'refused'
  readonly signals: readonly Signal[]
}

/** A phrase committed by an input method is shorter. */
const EVENT_REVIEWED_FROM = 16
const EVENTS_SHARE_REVIEWED_ABOVE = 0.25
/** Keys rolled over each other fall into one tick of a coarse clock, but not so many. */
const CHUNKS_REVIEWED_FROM = 0.4
const FLAWLESS_KEYS_MIN = 100
/** World Athletics calls a start within 100 ms false: no reaction is as short. But a beat of three may be anticipated. */
const REACTION_MS_MIN = 100
/** To see an error takes no less than a reaction; a finger that knew before it was down may halve that. */
const CORRECTION_MS_MIN = 50
const CORRECTIONS_MIN = 2
const CLOCK_REVIEWED_FROM = 1.15
/** Hints that add up to 1 ask for review. */
const HINTS: Partial<Record<Signal['kind'], number>> = { 'no-hand': 0.5, flawless: 0.5, reaction: 0.25 }

/**
 * Whether a finish looks typed by a human. One doubtful signal, or two hints, ask for review; refused are only speeds
 * that nobody reaches and logs that no hand can make. Up to `WPM_LOG_READ_ABOVE`, typed or claimed, only gaps without
 * jitter are for review, and a text that came in a few events: dictation does that.
 */
export function plausibilityOf(finish: Finish): Plausibility {
  const { wpm, raceWpm } = finish.figures
  const fastest = Math.max(wpm, raceWpm, finish.timed === 'arrival' ? (finish.claimedWpm ?? 0) : 0)
  const signals = [
    ...readSpeed(fastest),
    ...(finish.timed === 'keys' ? readLog(finish, fastest) : readSteps(finish.largestStep)),
  ]
  return { verdict: verdictOf(signals), signals }
}

function readSpeed(wpm: number): readonly Signal[] {
  if (wpm > WPM_REFUSED_ABOVE) return [{ kind: 'speed', verdict: 'refused', measured: wpm }]
  return wpm > WPM_REVIEWED_ABOVE ? [inReview('speed', wpm)] : []
}

type KeyedFinish = Extract<Finish, { timed: 'keys' }>

function readLog({ keys, figures }: KeyedFinish, wpm: number): readonly Signal[] {
  const fast = Math.max(wpm, claimedWpm(keys)) > WPM_LOG_READ_ABOVE
  const always = [...readEvents(keys, fast), ...readClock(keys)]
  const gaps = characterGaps(keys)
  if (!fast) return wpm > WPM_EVENNESS_READ_ABOVE ? [...always, ...readSlowGaps(gaps)] : always
  return [
    ...always,
    ...readFastGaps(gaps),
    ...readHand(keys),
    ...readHolds(keys),
    ...readCorrections(keys),
    ...readAccuracy(keys, figures.accuracy),
    ...readReaction(keys),
  ]
}

/** By the claims alone, and however often it was corrected: only to know whether to look. */
function claimedWpm(keys: readonly LoggedKey[]): number {
  const first = keys[0]?.[0] ?? 0
  const last = keys.at(-1)?.[0] ?? 0
  const characters =
    keys.filter(([, key]) => !isErasing(key)).length - keys.filter(([, key]) => isErasing(key)).length
  return (WPM_FACTOR * Math.max(0, characters - 1)) / Math.max(1, last - first)
}

function readEvents(keys: readonly LoggedKey[], fast: boolean): readonly Signal[] {
  const sizes = eventSizes(keys)
  const characters = sizes.reduce((sum, size) => sum + size, 0)
  const big = sizes.filter(size => size >= EVENT_REVIEWED_FROM)
  const biggest = Math.max(0, ...big)
  const inBig = big.reduce((sum, size) => sum + size, 0) / characters
  const signals: Signal[] = []
  if (fast && 2 * biggest > characters) signals.push({ kind: 'burst', verdict: 'refused', measured: biggest })
  else if (biggest > 0 && (fast || inBig > EVENTS_SHARE_REVIEWED_ABOVE))
    signals.push(inReview('burst', biggest))
  const shared = 1 - sizes.length / characters
  if (fast && biggest === 0 && characters > GAPS_MIN && shared >= CHUNKS_REVIEWED_FROM)
    signals.push(inReview('chunks', shared))
  return signals
}

function readCorrections(keys: readonly LoggedKey[]): readonly Signal[] {
  const measured = correctionDelay(keys, CORRECTIONS_MIN)
  if (measured === undefined || measured >= CORRECTION_MS_MIN) return []
  return [inReview('instant-correction', measured)]
}

function readAccuracy(keys: readonly LoggedKey[], accuracy: number | null): readonly Signal[] {
  if (accuracy !== 1 || keys.length < FLAWLESS_KEYS_MIN) return []
  return [{ kind: 'flawless', verdict: 'hint', measured: accuracy }]
}

function readReaction(keys: readonly LoggedKey[]): readonly Signal[] {
  const measured = keys[0]?.[0] ?? REACTION_MS_MIN
  return measured < REACTION_MS_MIN ? [{ kind: 'reaction', verdict: 'hint', measured }] : []
}

function readClock(keys: readonly LoggedKey[]): readonly Signal[] {
  const measured = clockRatio(keys)
  return measured < CLOCK_REVIEWED_FROM ? [] : [inReview('clock', measured)]
}

function verdictOf(signals: readonly Signal[]): Plausibility['verdict'] {
  if (signals.some(({ verdict }) => verdict === 'refused')) return 'refused'
  if (signals.some(({ verdict }) => verdict === 'review')) return 'review'
  const hints = signals.reduce((sum, { kind }) => sum + (HINTS[kind] ?? 0), 0)
  return hints >= 1 ? 'review' : 'accepted'
}
