import { graphemes } from '../src/index.ts'
import { type Habits, heldBack, honestLog } from './honest-log.ts'
import type { Layout } from './keyboard.ts'
import { between, oneOf, type Random } from './random.ts'
import { ofHands, withReleases } from './releases.ts'
import {
  CHINESE,
  ENGLISH,
  FRENCH,
  INDONESIAN,
  PORTUGUESE,
  SHORT,
  SHORT_INDONESIAN,
  SPANISH,
} from './texts.ts'
import type { Typist } from './typed.ts'

/** What clocks of browsers tick in; that of Tor, 100 ms, is a row of its own. */
const CLOCKS_MS = [1, 1, 1, 4, 8, 16, 16.667] as const

/** A grown touch typist at a speed; the faster, the more even and the more rolled over. */
export const habitsOf = (wpm: number, random: Random): Habits => {
  const skill = Math.min(1, wpm / 220)
  return {
    wpm,
    layout: 'qwerty',
    deadKeys: false,
    fingers: 'ten',
    noise: between(random, 0.2, 0.3) + 0.12 * (1 - skill),
    ownPairs: between(random, 0.12, 0.25),
    wordStart: between(random, 0.1, 0.4),
    rollover: skill * between(random, 0.1, 0.6),
    errors: between(random, 0.004, 0.06),
    hesitations: between(random, 0, 0.06),
    hesitationGaps: between(random, 2, 6),
    commit: undefined,
    clockMs: oneOf(random, CLOCKS_MS),
    firstKeyMs: between(random, 180, 900),
    tremor: 0,
  }
}

type Change = (random: Random) => Partial<Habits>

function typist(
  name: string,
  speeds: readonly [number, number],
  change: Change = () => ({}),
  texts: readonly [string, ...string[]] = ENGLISH,
): Typist {
  return {
    name,
    type: random => {
      const text = oneOf(random, texts)
      const habits = { ...habitsOf(between(random, ...speeds), random), ...change(random) }
      return { text, keys: honestLog(text, habits, random) }
    },
  }
}

export const TOUCH = typist('touch, 60 to 130 wpm', [60, 130])
export const FAST = typist('fast, 130 to 216 wpm', [130, 216])
export const FAST_ON_A_FINE_CLOCK = typist('fast, on a fine clock', [130, 216], () => ({ clockMs: 1 }))
const FASTEST = typist('fastest, 216 to 250 wpm', [216, 250], random => ({
  errors: between(random, 0.003, 0.03),
}))
export const TOR_TOUCH = typist('Tor: a clock of 100 ms, 60 to 130 wpm', [60, 130], () => ({ clockMs: 100 }))
const ONE_HAND_FAST = typist('one hand, fast', [100, 150], random => ({
  fingers: 'one-hand',
  noise: between(random, 0.2, 0.35),
  rollover: 0,
  clockMs: 1,
}))

/** All whom the platform must serve, each by a seeded generator. None may be refused. */
export const HONEST_TYPISTS: readonly Typist[] = [
  typist('beginner', [8, 35], random => ({
    noise: between(random, 0.4, 0.6),
    errors: between(random, 0.05, 0.15),
    hesitations: 0.3,
    rollover: 0,
  })),
  typist('hunt and peck, two fingers', [18, 60], random => ({
    fingers: 'two',
    noise: between(random, 0.3, 0.5),
    rollover: 0,
  })),
  TOUCH,
  FAST,
  FASTEST,
  typist('fast, on Dvorak or Colemak', [130, 216], random => ({
    layout: oneOf(random, ['dvorak', 'colemak']),
  })),
  typist('fast, Indonesian', [130, 216], undefined, INDONESIAN),
  typist('fast, even and careful', [130, 200], random => ({
    noise: between(random, 0.15, 0.2),
    errors: 0,
    hesitations: 0,
  })),
  typist('fast, with many corrections', [130, 180], random => ({ errors: between(random, 0.08, 0.18) })),
  typist('fast, ready on the first beat', [130, 216], random => ({ firstKeyMs: between(random, 0, 100) })),
  typist('bursts after hesitations', [40, 160], random => ({
    hesitations: 0.25,
    hesitationGaps: between(random, 5, 15),
  })),
  typist('heavy correction', [30, 110], random => ({ errors: between(random, 0.1, 0.25) })),
  typist('one hand', [30, 100], random => ({ fingers: 'one-hand', noise: between(random, 0.25, 0.4) })),
  ONE_HAND_FAST,
  typist('tremor', [15, 70], random => ({
    tremor: between(random, 0.03, 0.15),
    noise: between(random, 0.4, 0.7),
  })),
  typist('two thumbs on glass, autocorrect off', [25, 100], random => ({
    fingers: 'two',
    noise: between(random, 0.25, 0.4),
    errors: between(random, 0.03, 0.1),
  })),
  deadKeys('dead keys, French on AZERTY', 'azerty', FRENCH),
  deadKeys('dead keys, French on US International', 'qwerty', FRENCH),
  deadKeys('dead keys, Spanish on QWERTY', 'qwerty', SPANISH),
  deadKeys('dead keys, Portuguese on ABNT2', 'abnt2', PORTUGUESE),
  deadKeys('dead keys, French on QWERTZ', 'qwertz', FRENCH),
  typist('composition of 2 to 4 graphemes, Chinese', [15, 60], () => ({ commit: [1, 4], errors: 0 }), [
    CHINESE,
  ]),
  typist('screen reader: a phrase heard, a phrase typed', [20, 90], random => ({
    hesitations: 0.35,
    hesitationGaps: between(random, 10, 30),
  })),
  TOR_TOUCH,
  typist('60 to 130 wpm, even and careful', [60, 130], random => ({
    noise: between(random, 0.15, 0.2),
    errors: 0,
    hesitations: 0,
  })),
  withReleases('fast, with key-ups', FAST_ON_A_FINE_CLOCK, ofHands),
  withReleases(
    'fast, with key-ups, clock of 16 ms',
    typist('', [130, 216], () => ({ clockMs: 16 })),
    ofHands,
    16,
  ),
  withReleases('one hand, fast, with key-ups', ONE_HAND_FAST, ofHands),
  withReleases('fastest, 216 to 250 wpm, with key-ups', FASTEST, ofHands),
  typist('60 to 79 characters, fast', [130, 250], undefined, SHORT['60 to 79']),
  typist('80 to 99 characters, fast', [130, 250], undefined, SHORT['80 to 99']),
  typist('100 to 120 characters, fast', [130, 250], undefined, SHORT['100 to 120']),
  typist('60 to 120 characters, fast, Indonesian', [130, 250], undefined, SHORT_INDONESIAN),
  typist(
    '60 to 79 characters, fast, with corrections',
    [130, 180],
    random => ({ errors: between(random, 0.05, 0.12) }),
    SHORT['60 to 79'],
  ),
  late('batches late by a drop of the network', [60, 216]),
  {
    name: 'clients of contract A, without keys, 20 to 250 wpm',
    type: random => {
      const text = oneOf(random, ENGLISH)
      const afterMs = (12_000 * graphemes(text).length) / between(random, 20, 250)
      return { text, keys: [], arrived: { afterMs } }
    },
  },
]

/** Honest, and yet like a program in the one thing that is looked at: some are put in review, none is refused. */
export const HONEST_IN_DOUBT: readonly Typist[] = [
  typist('record holders, 250 to 300 wpm', [250, 300], random => ({ errors: between(random, 0.002, 0.02) })),
  typist('steno: a word for each chord', [135, 240], () => ({ commit: 'word', errors: 0 })),
  typist('Tor: a clock of 100 ms, fast', [130, 216], () => ({ clockMs: 100 })),
]

/** Accented letters that come of two presses, to 180 wpm. */
function deadKeys(name: string, layout: Layout, text: string): Typist {
  return typist(name, [50, 180], random => ({ layout, deadKeys: true, noise: between(random, 0.25, 0.4) }), [
    text,
  ])
}

function late(name: string, speeds: readonly [number, number]): Typist {
  const base = typist(name, speeds)
  return {
    name,
    type: random => {
      const { text, keys } = base.type(random)
      const end = keys.at(-1)?.[0] ?? 0
      const from = between(random, 0.05, 0.8) * end
      return { text, keys: heldBack(keys, from, from + between(random, 500, 6_000)) }
    },
  }
}
