import type { SeatFigures } from './figures.ts'
import { handStructure } from './hand-structure.ts'
import { isErasing } from './is-key.ts'
import type { LoggedKey } from './key-log.ts'
import {
  WPM_FACTOR,
  WPM_LOG_READ_ABOVE,
  WPM_RECORD,
  WPM_REFUSED_ABOVE,
  WPM_REVIEWED_ABOVE,
} from './limits.ts'
import { readSteps } from './read-steps.ts'
import {
  claimedGaps,
  clockRatio,
  correctionDelay,
  equalGapShare,
  eventSizes,
  gapSpread,
  gridShare,
} from './rhythm.ts'

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

/** Each looks at one thing; what `measured` is of it stands beside. */
export const SIGNALS = {
  /** wpm, the greatest of typed, raced and claimed. */
  speed: 'wpm',
  /** Share of gaps equal to their median, or, for review, their spread. */
  'even-gaps': 'share, or spread over median',
  /** Share of gaps on multiples of one step. */
  grid: 'share',
  /** Characters of the biggest event. */
  burst: 'characters',
  /** Share of characters that came in events of several. */
  chunks: 'share',
  /** How much the rhythm follows the keys (`handStructure`). */
  'no-hand': 'standard deviations',
  /** Accuracy, 1. */
  flawless: 'share',
  /** The first key, from the start. */
  reaction: 'ms',
  /** Median from a wrong key to its correction. */
  'instant-correction': 'ms',
  /** Dated over claimed time. */
  clock: 'ratio',
  /** The largest step of the progress that a seat timed by arrival reported. */
  steps: 'share of the text',
  /** Above the player's own best before it. Only stored results know it. */
  history: 'wpm above the own best',
} as const

export type Signal = {
  readonly kind: keyof typeof SIGNALS
  /** A hint alone asks for nothing. */
  readonly verdict: 'hint' | 'review' | 'refused'
  readonly measured: number
}

export type Plausibility = {
  readonly verdict: 'accepted' | 'review' | 'refused'
  readonly signals: readonly Signal[]
}

/** Fewer gaps than this say nothing of a rhythm. */
const GAPS_MIN = 30
/** Human gaps spread by 0.2 and more at speed; a program's jitter seldom by 0.1. */
const SPREAD_REVIEWED_BELOW = 0.1
const EQUAL_REFUSED_FROM = 0.95
/** Only ever for review: the clock of a hardened browser may tick each 100 ms. */
const GRID_REVIEWED_FROM = 0.9
/** A phrase committed by an input method is shorter. */
const EVENT_REVIEWED_FROM = 16
const EVENTS_SHARE_REVIEWED_ABOVE = 0.25
/** Keys rolled over each other fall into one tick of a coarse clock, but not so many. */
const CHUNKS_REVIEWED_FROM = 0.4
/** Standard deviations at 200 gaps and more, as the corpus of `packages/race/corpus` sets them; less for shorter logs. */
const HAND_GAPS_MIN = 100
const HAND_GAPS_FULL = 200
const HAND_REVIEWED_BELOW = 3.5
const HAND_HINT_BELOW = 8
/** The faster, the more proof. */
const HAND_HINT_BELOW_ABOVE_RECORD = 12
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
 * that nobody reaches and logs that no hand can make. At most `WPM_LOG_READ_ABOVE`, typed or claimed, the rhythm is not
 * read, and a text that came in a few events is for review: dictation does that.
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
  return wpm > WPM_REVIEWED_ABOVE ? [{ kind: 'speed', verdict: 'review', measured: wpm }] : []
}

type KeyedFinish = Extract<Finish, { timed: 'keys' }>

function readLog({ keys, figures }: KeyedFinish, wpm: number): readonly Signal[] {
  const fast = Math.max(wpm, claimedWpm(keys)) > WPM_LOG_READ_ABOVE
  const always = [...readEvents(keys, fast), ...readClock(keys)]
  if (!fast) return always
  return [
    ...always,
    ...readGaps(claimedGaps(keys)),
    ...readHand(keys, wpm),
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
    signals.push({ kind: 'burst', verdict: 'review', measured: biggest })
  const shared = 1 - sizes.length / characters
  if (fast && biggest === 0 && characters > GAPS_MIN && shared >= CHUNKS_REVIEWED_FROM)
    signals.push({ kind: 'chunks', verdict: 'review', measured: shared })
  return signals
}

function readGaps(gaps: readonly number[]): readonly Signal[] {
  if (gaps.length < GAPS_MIN) return []
  const equal = equalGapShare(gaps)
  if (equal >= EQUAL_REFUSED_FROM) return [{ kind: 'even-gaps', verdict: 'refused', measured: equal }]
  const signals: Signal[] = []
  const spread = gapSpread(gaps)
  if (spread !== undefined && spread < SPREAD_REVIEWED_BELOW) {
    signals.push({ kind: 'even-gaps', verdict: 'review', measured: spread })
  }
  const apart = gaps.filter(gap => gap > 1)
  const grid = apart.length < GAPS_MIN ? 0 : gridShare(apart)
  if (grid >= GRID_REVIEWED_FROM) signals.push({ kind: 'grid', verdict: 'review', measured: grid })
  return signals
}

function readHand(keys: readonly LoggedKey[], wpm: number): readonly Signal[] {
  const hand = handStructure(keys, HAND_GAPS_MIN)
  if (hand === undefined) return []
  // Deviations grow with the root of the number of gaps.
  const share = Math.sqrt(Math.min(1, hand.gaps / HAND_GAPS_FULL))
  const hintBelow = wpm > WPM_RECORD ? HAND_HINT_BELOW_ABOVE_RECORD : HAND_HINT_BELOW
  if (hand.score >= hintBelow * share) return []
  const verdict = hand.score < HAND_REVIEWED_BELOW * share ? 'review' : 'hint'
  return [{ kind: 'no-hand', verdict, measured: hand.score }]
}

function readCorrections(keys: readonly LoggedKey[]): readonly Signal[] {
  const measured = correctionDelay(keys, CORRECTIONS_MIN)
  if (measured === undefined || measured >= CORRECTION_MS_MIN) return []
  return [{ kind: 'instant-correction', verdict: 'review', measured }]
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
  return measured < CLOCK_REVIEWED_FROM ? [] : [{ kind: 'clock', verdict: 'review', measured }]
}

function verdictOf(signals: readonly Signal[]): Plausibility['verdict'] {
  if (signals.some(({ verdict }) => verdict === 'refused')) return 'refused'
  if (signals.some(({ verdict }) => verdict === 'review')) return 'review'
  const hints = signals.reduce((sum, { kind }) => sum + (HINTS[kind] ?? 0), 0)
  return hints >= 1 ? 'review' : 'accepted'
}
