import { BACKSPACE, graphemes, type LoggedKey, loggedKey } from '../src/index.ts'
import { FAST, TOUCH, type Typed, type Typist } from './honest-typists.ts'
import { between, normal, oneOf, type Random } from './random.ts'
import { ENGLISH } from './texts.ts'

/** A cheat's race, and the log of another race that it was made from, which the server has stored. */
export type Cheated = Typed & { readonly stolen?: readonly LoggedKey[] }
export type Cheat = { readonly name: string; readonly type: (random: Random) => Cheated }

/** A program that presses the right keys, each after a gap of its own making. */
const bot = (
  name: string,
  speeds: readonly [number, number],
  gaps: (random: Random, meanMs: number) => () => number,
): Cheat => ({
  name,
  type: random => {
    const text = oneOf(random, ENGLISH)
    const gap = gaps(random, 12_000 / between(random, ...speeds))
    let at = between(random, 150, 900)
    return {
      text,
      keys: graphemes(text).map((key, index) => {
        if (index > 0) at += gap()
        return [Math.round(at), key]
      }),
    }
  },
})

const uniform = (random: Random, meanMs: number) => {
  const share = between(random, 0.2, 0.9)
  return () => meanMs * between(random, 1 - share, 1 + share)
}

const gaussian = (random: Random, meanMs: number) => {
  const share = between(random, 0.12, 0.35)
  return () => Math.max(5, meanMs * (1 + share * normal(random)))
}

const logNormal = (random: Random, meanMs: number) => {
  const spread = between(random, 0.2, 0.5)
  return () => meanMs * Math.exp(spread * normal(random) - spread ** 2 / 2)
}

/** The text in pieces of so many graphemes, each piece in one event. */
const pieces = (
  name: string,
  speeds: readonly [number, number],
  sizes: readonly [number, number],
): Cheat => ({
  name,
  type: random => {
    const text = oneOf(random, ENGLISH)
    const meanMs = 12_000 / between(random, ...speeds)
    const all = graphemes(text)
    const keys: LoggedKey[] = []
    let at = 300
    while (keys.length < all.length) {
      const piece = all.slice(keys.length, keys.length + Math.round(between(random, ...sizes)))
      if (keys.length > 0) at += piece.length * meanMs * between(random, 0.7, 1.3)
      for (const key of piece) keys.push([Math.round(at), key])
    }
    return { text, keys }
  },
})

/** Another's race, played again by a program. */
const stolen = (
  name: string,
  from: Typist,
  change: (keys: readonly LoggedKey[], random: Random) => readonly LoggedKey[],
): Cheat => ({
  name,
  type: random => {
    const { text, keys } = from.type(random)
    return { text, stolen: keys, keys: change(keys, random) }
  },
})

const scaled = (keys: readonly LoggedKey[], factor: number): LoggedKey[] =>
  keys.map(([at, key]) => [Math.round(at * factor), key])

/** A hand that starts the text and a clipboard that ends it. */
const pasted = (name: string, typedShare: readonly [number, number]): Cheat => ({
  name,
  type: random => {
    const { text, keys } = TOUCH.type(random)
    const all = graphemes(text)
    const typed = Math.floor(between(random, ...typedShare) * all.length)
    const own = keys.slice(0, typed).filter(([, key]) => key !== BACKSPACE)
    const clean = own.map(([at], index): LoggedKey => [at, all[index] ?? ''])
    const pasteMs = (clean.at(-1)?.[0] ?? 500) + between(random, 300, 2_000)
    return { text, keys: [...clean, ...all.slice(clean.length).map((key): LoggedKey => [pasteMs, key])] }
  },
})

/** A program that presses a wrong key now and then, as humans do, and takes it back within a blink. */
const AUTO_CORRECT: Cheat = {
  name: 'auto-correct: errors taken back within 40 ms',
  type: random => {
    const text = oneOf(random, ENGLISH)
    const errors = between(random, 0.06, 0.12)
    const gap = logNormal(random, 12_000 / between(random, 160, 249))
    let at = between(random, 150, 900)
    const keys = graphemes(text).flatMap((key): LoggedKey[] => {
      at += gap()
      if (random() >= errors) return [[Math.round(at), key]]
      const backAt = at + between(random, 10, 40)
      const wrong: LoggedKey[] = [
        [Math.round(at), key === 'x' ? 'y' : 'x'],
        [Math.round(backAt), BACKSPACE],
      ]
      at = backAt + between(random, 10, 40)
      return [...wrong, [Math.round(at), key]]
    })
    return { text, keys }
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

/** Every cheat that must be caught. */
export const CHEATS: readonly Cheat[] = [
  claim('contract A: finished sooner than anyone could', [451, 20_000]),
  claim('contract A: says 600 wpm of itself', [60, 200], 600),
  claim('contract A: finished at 251 to 449 wpm', [251, 449]),
  pasted('paste at once', [0, 0]),
  pasted('types some, pastes the rest', [0.1, 0.45]),
  pieces('pastes chunks of 20 to 40', [60, 240], [20, 40]),
  pieces('many characters in each event: 3 to 10', [150, 249], [3, 10]),
  bot('fixed interval', [135, 249], (_, meanMs) => () => meanMs),
  bot(
    'fixed interval with timer noise',
    [135, 249],
    (random, meanMs) => () => meanMs + between(random, -2, 2),
  ),
  bot('fixed grid of 25 to 50 ms', [150, 249], (random, meanMs) => {
    const stepMs = Math.round(between(random, 25, 50))
    return () => stepMs * Math.max(1, Math.round((meanMs / stepMs) * between(random, 0.4, 1.6)))
  }),
  bot('uniform jitter of 20 to 90 %', [150, 249], uniform),
  bot('gaussian jitter of 12 to 35 %', [150, 249], gaussian),
  bot('240 wpm without an error, log-normal jitter', [235, 249], logNormal),
  bot('just under the limits, 245 to 249.9 wpm', [245, 249.9], uniform),
  bot('above the records, 260 to 440 wpm', [260, 440], logNormal),
  bot('beyond any human, above 460 wpm', [460, 2_000], uniform),
  AUTO_CORRECT,
  SLOW_CLOCK,
  stolen('a stored log again', FAST, keys => keys),
  stolen('a stored log again, a constant later', FAST, (keys, random) => {
    const laterMs = Math.round(between(random, -100, 3_000))
    return keys.map(([at, key]) => [Math.max(0, at + laterMs), key])
  }),
  stolen('a stored log, sped up 1.2 to 2.2 times', TOUCH, (keys, random) =>
    scaled(keys, 1 / between(random, 1.2, 2.2)),
  ),
]

/** Cheats that look like a hand, as far as one race tells: caught as often as they are. */
export const CHEATS_IN_DOUBT: readonly Cheat[] = [
  bot('log-normal jitter of 20 to 50 %', [150, 249], logNormal),
  {
    name: 'an unknown log of 100 to 130 wpm, sped up to 245 wpm',
    type: random => {
      const { text, keys } = TOUCH.type(random)
      const spanMs = (keys.at(-1)?.[0] ?? 0) - (keys[0]?.[0] ?? 0)
      return { text, keys: scaled(keys, ((12_000 / 245) * graphemes(text).length) / spanMs) }
    },
  },
  stolen('a stored log with a jitter of 10 %', FAST, (keys, random) => {
    let before = 0
    let at = 0
    return keys.map(([offset, key]) => {
      at += (offset - before) * (1 + 0.1 * normal(random))
      before = offset
      return [Math.round(at), key]
    })
  }),
]
