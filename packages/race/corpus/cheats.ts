import { graphemes, type LoggedKey, loggedKey } from '../src/index.ts'
import type { Cheat } from './cheat.ts'
import { jittered, pairTableClone, pasted, scaled, stolen } from './copies.ts'
import { FAST, FAST_ON_A_FINE_CLOCK, TOUCH } from './honest-typists.ts'
import {
  gammaGaps,
  gaussian,
  gridProgram,
  logNormal,
  metronome,
  pieces,
  program,
  shiftedExponential,
  uniform,
} from './programs.ts'
import { between, oneOf } from './random.ts'
import { constant, independent, neverOverlapping, withReleases } from './releases.ts'
import { ENGLISH, SHORT } from './texts.ts'
import { insertCorrected } from './with-errors.ts'

/** A program that presses a wrong key now and then, as humans do, and takes it back within a blink. */
const AUTO_CORRECT: Cheat = {
  name: 'auto-correct: errors taken back within 40 ms',
  type: random => {
    const { text, keys } = program('', [160, 249], logNormal).type(random)
    const blink = (): number => between(random, 10, 40)
    return { text, keys: insertCorrected(keys, between(random, 0.06, 0.12), blink, random) }
  },
}

/** A client whose clock runs slow, so that its keys claim a speed at which they do not arrive. */
const SLOW_CLOCK: Cheat = {
  name: 'speed hack: claims 1.3 to 2 times the speed at which keys arrive',
  type: random => {
    const { text, keys } = TOUCH.type(random)
    const factor = between(random, 1.3, 2)
    const creditMs = between(random, 20, 1_000)
    return {
      text,
      keys: keys.map(([at, key]) => {
        const claimed = Math.round(at / factor)
        return loggedKey(claimed, key, Math.max(claimed, Math.round(at - creditMs)))
      }),
    }
  },
}

/** Claims by contract A, without keys: the server knows when they came, and what the client says of itself. */
const claim = (name: string, speeds: readonly [number, number], saysWpm?: number): Cheat => ({
  name,
  type: random => {
    const text = oneOf(random, ENGLISH)
    const arrivedMs = (12_000 * graphemes(text).length) / between(random, ...speeds)
    return { text, keys: [], arrived: { afterMs: arrivedMs, ...(saysWpm === undefined ? {} : { saysWpm }) } }
  },
})

const fromTheStart = (keys: readonly LoggedKey[], laterMs: number): LoggedKey[] =>
  keys.map(([at, key]) => [Math.max(0, at + laterMs), key])

/** Every cheat that must be caught, with errors and without. */
export const CHEATS: readonly Cheat[] = [
  claim('contract A: finished sooner than anyone could', [451, 20_000]),
  claim('contract A: says 600 wpm of itself', [60, 200], 600),
  claim('contract A: finished at 251 to 449 wpm', [251, 449]),
  pasted('paste at once', TOUCH, [0, 0]),
  pasted('types some, pastes the rest', TOUCH, [0.1, 0.45]),
  pieces('pastes chunks of 20 to 40', [60, 240], [20, 40]),
  pieces('many characters in each event: 3 to 10', [165, 249], [3, 10]),
  program('metronome, 135 to 249 wpm', [135, 249], metronome()),
  program('metronome, 60 to 135 wpm', [62, 135], metronome()),
  program('metronome at 128 wpm', [128, 128], metronome()),
  program('metronome with timer noise, 135 to 249 wpm', [135, 249], metronome(2)),
  program('metronome with timer noise, 60 to 135 wpm', [62, 135], metronome(4)),
  program(
    'metronome with timer noise, 135 to 249 wpm, 60 to 79 characters',
    [135, 249],
    metronome(2),
    SHORT['60 to 79'],
  ),
  gridProgram('fixed grid of 25 to 50 ms', [150, 249], [25, 50]),
  gridProgram('fixed grid of 25 to 50 ms, 75 to 130 wpm', [75, 130], [25, 50]),
  program('above the records, 260 to 440 wpm', [260, 440], logNormal),
  program('beyond any human, above 460 wpm', [460, 2_000], uniform),
  AUTO_CORRECT,
  SLOW_CLOCK,
  stolen('a stored log again', FAST, keys => keys),
  stolen('a stored log again, a constant later', FAST, (keys, random) =>
    fromTheStart(keys, Math.round(between(random, -100, 3_000))),
  ),
  stolen('a stored log, sped up 1.2 to 2.2 times', TOUCH, (keys, random) =>
    scaled(keys, 1 / between(random, 1.2, 2.2)),
  ),
]

/** Gaps drawn from one distribution, whatever the keys: caught by the absence of a hand, with errors and without. */
export const INDEPENDENT_GAPS: readonly Cheat[] = [
  program('independent gaps: uniform', [150, 249], uniform),
  program('independent gaps: gaussian', [150, 249], gaussian),
  program('independent gaps: log-normal', [150, 249], logNormal),
  program('independent gaps: log-normal, 132 to 150 wpm', [132, 150], logNormal),
  program('independent gaps: log-normal, 235 to 249 wpm', [235, 249], logNormal),
  program('independent gaps: uniform, 245 to 249.9 wpm', [245, 249.9], uniform),
  program('independent gaps: gamma', [150, 249], gammaGaps),
  program('independent gaps: shifted exponential', [150, 249], shiftedExponential),
]

/** The same on short texts, of which a log tells less. */
export const shortIndependentGaps = (length: keyof typeof SHORT): readonly Cheat[] => [
  program(`${length} characters, independent gaps: uniform`, [150, 249], uniform, SHORT[length]),
  program(`${length} characters, independent gaps: log-normal`, [150, 249], logNormal, SHORT[length]),
]

const STOLEN_WITH_JITTER = stolen('a stored log with a jitter of 10 %', FAST, (keys, random) =>
  jittered(keys, 0.1, random),
)

/** Cheats that look like a hand, as far as one race tells: caught as often as they are. */
export const CHEATS_IN_DOUBT: readonly Cheat[] = [
  pairTableClone('pair timings of one log for another text', FAST_ON_A_FINE_CLOCK),
  pairTableClone('pair timings of one log, source clocks of 1 to 16.7 ms', FAST),
  pairTableClone('pair timings of one log for another text, jitter of 10 %', FAST_ON_A_FINE_CLOCK, 0.1),
  withReleases(
    'a stored log with a jitter of 10 %, each key held equally long',
    STOLEN_WITH_JITTER,
    constant,
  ),
  withReleases(
    'a stored log with a jitter of 10 %, no two keys overlapping',
    STOLEN_WITH_JITTER,
    neverOverlapping,
  ),
  withReleases('a stored log with a jitter of 10 %, independent holds', STOLEN_WITH_JITTER, independent),
  STOLEN_WITH_JITTER,
  {
    name: 'an unknown log of 100 to 130 wpm, sped up to 245 wpm',
    type: random => {
      const { text, keys } = TOUCH.type(random)
      const spanMs = (keys.at(-1)?.[0] ?? 0) - (keys[0]?.[0] ?? 0)
      return { text, keys: scaled(keys, ((12_000 / 245) * graphemes(text).length) / spanMs) }
    },
  },
]
