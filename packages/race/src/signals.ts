/** Each signal reads one thing; the text says what `measured` is. */
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
  /** How often a pair of keys takes exactly the same time again (`tiedGaps`). */
  'tied-gaps': 'standard deviations',
  /** Spread of the holds of keys. */
  'even-holds': 'spread over median',
  /** Share of keys that were still down when the next one was pressed. */
  'no-overlap': 'share',
  /** How much the holds follow the keys (`keyHolds`). */
  'loose-holds': 'standard deviations',
  /** Accuracy, 1. */
  flawless: 'share',
  /** The first key, from the start. */
  reaction: 'ms',
  /** Median from a wrong key to its correction. */
  'instant-correction': 'ms',
  /** Dated over claimed time. */
  clock: 'ratio',
  /** Above the player's own best before it. Only stored results know it. */
  history: 'wpm above the own best',
  /** The largest step of the progress that a seat timed by arrival reported. */
  steps: 'share of the text',
} as const

export type Signal = {
  readonly kind: keyof typeof SIGNALS
  /** A hint alone asks for nothing. */
  readonly verdict: 'hint' | 'review' | 'refused'
  readonly measured: number
}

export const inReview = (kind: Signal['kind'], measured: number): Signal => ({
  kind,
  verdict: 'review',
  measured,
})
