import type { SeatFigures } from './figures.ts'
import { isErasing } from './is-key.ts'
import type { LoggedKey } from './key-log.ts'
import { WPM_LOG_READ_ABOVE, WPM_REFUSED_ABOVE, WPM_REVIEWED_ABOVE } from './limits.ts'
import { biggestEvent, claimedGaps, equalGapShare, gapSpread, gridShare } from './rhythm.ts'

export type Finish =
  | {
      readonly timed: 'keys'
      readonly figures: Pick<SeatFigures, 'wpm' | 'raceWpm'>
      readonly keys: readonly LoggedKey[]
    }
  | {
      readonly timed: 'arrival'
      readonly figures: Pick<SeatFigures, 'wpm' | 'raceWpm'>
      /** What the client says of itself, when it says it. */
      readonly claimedWpm?: number
    }

export type Signal = {
  readonly kind: 'speed' | 'even-gaps' | 'grid' | 'burst'
  readonly verdict: 'review' | 'refused'
  /** Speed in wpm; spread or share of gaps; characters of the biggest event. */
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

/**
 * Whether a finish looks typed by a human. One doubtful signal asks for review; refused are only speeds that
 * nobody reaches and logs that no hand can make. At most `WPM_LOG_READ_ABOVE` the rhythm is not read, and a
 * text that came at one go is for review: dictation does that.
 */
export function plausibilityOf(finish: Finish): Plausibility {
  const { wpm, raceWpm } = finish.figures
  const fastest = Math.max(wpm, raceWpm, finish.timed === 'arrival' ? (finish.claimedWpm ?? 0) : 0)
  const logSignals = finish.timed === 'keys' ? readLog(finish.keys, fastest) : []
  const signals = [...readSpeed(fastest), ...logSignals]
  return { verdict: verdictOf(signals), signals }
}

function readSpeed(wpm: number): readonly Signal[] {
  if (wpm > WPM_REFUSED_ABOVE) return [{ kind: 'speed', verdict: 'refused', measured: wpm }]
  return wpm > WPM_REVIEWED_ABOVE ? [{ kind: 'speed', verdict: 'review', measured: wpm }] : []
}

function readLog(keys: readonly LoggedKey[], wpm: number): readonly Signal[] {
  const fast = wpm > WPM_LOG_READ_ABOVE
  return [...readEvents(keys, fast), ...(fast ? readGaps(claimedGaps(keys)) : [])]
}

function readEvents(keys: readonly LoggedKey[], fast: boolean): readonly Signal[] {
  const characters = keys.filter(([, key]) => !isErasing(key)).length
  const measured = biggestEvent(keys)
  if (measured < EVENT_REVIEWED_FROM) return []
  if (2 * measured > characters) return [{ kind: 'burst', verdict: fast ? 'refused' : 'review', measured }]
  return fast ? [{ kind: 'burst', verdict: 'review', measured }] : []
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

function verdictOf(signals: readonly Signal[]): Plausibility['verdict'] {
  if (signals.some(({ verdict }) => verdict === 'refused')) return 'refused'
  return signals.length > 0 ? 'review' : 'accepted'
}
