import { BACKSPACE, datedMs, graphemes, type LoggedKey, loggedKey } from '../src/index.ts'
import { DEAD_KEY, type Finger, fingerOf, type Layout, letterAfterDeadKey } from './keyboard.ts'
import { between, normal, type Random } from './random.ts'

/**
 * How somebody types. Times are multiples of the typist's own mean gap, so that one set of habits serves every
 * speed. The sizes follow the literature on transcription typing: opposite hands 30 to 60 ms sooner than one
 * hand (of gaps near 180 ms), the first key of a word later, frequent pairs sooner (Salthouse 1984, 1986), pairs
 * of letters by hands and fingers, rollover, and corrections (Dhakal, Feit, Kristensson and Oulasvirta 2018),
 * gaps skewed to the right (González, Calot, Ierache and Hasperué 2021).
 */
export type Habits = {
  readonly wpm: number
  readonly layout: Layout
  /** Accents that the layout has no key for take a dead key and a letter; one grapheme comes of the two presses. */
  readonly deadKeys: boolean
  /** Fingers used: ten of two hands, one hand, or two thumbs or forefingers that travel. */
  readonly fingers: 'ten' | 'one-hand' | 'two'
  /** Standard deviation of the logarithm of gaps from press to press, all else equal. */
  readonly noise: number
  /** The same of a pair of keys from its typical time: what makes this hand this hand's. */
  readonly ownPairs: number
  /** Extra time of the first key of a word, as a share. */
  readonly wordStart: number
  /** Share of keys rolled over the one before, among those of opposite hands. */
  readonly rollover: number
  /** Wrong keys for each right one. */
  readonly errors: number
  /** Hesitations for each word, and how many mean gaps they last. */
  readonly hesitations: number
  readonly hesitationGaps: number
  /** Graphemes that an input method, or a chord of steno, commits at once. */
  readonly commit: readonly [number, number] | 'word' | undefined
  /** Ticks of the clock that the client sees. */
  readonly clockMs: number
  readonly firstKeyMs: number
  /** Doubled presses by a trembling finger, for each key. */
  readonly tremor: number
}

/** How long this hand takes for each pair of keys, against others: filled as it types. */
export type OwnPairs = Map<string, number>

/**
 * Keys as the client claims them, of the whole text, so that wpm is what the habits say. With the pairs of an earlier
 * log it is the same hand again.
 */
export function honestLog(
  text: string,
  habits: Habits,
  random: Random,
  pairs: OwnPairs = new Map(),
): LoggedKey[] {
  const hand = new Hand(habits, random, pairs)
  const all = graphemes(text)
  let at = 0
  while (at < all.length) at = hand.type(all, at)
  return hand.log(all.length)
}

type PairTime = { readonly time: number; readonly opposite: boolean }
type Press = { readonly key: string; readonly gap: number }

class Hand {
  readonly #presses: Press[] = []
  #before = ''
  #tempo = 0

  constructor(
    private readonly habits: Habits,
    private readonly random: Random,
    private readonly pairs: OwnPairs,
  ) {}

  /** Types the grapheme at a place, or all that is committed with it; answers where to go on. */
  type(all: readonly string[], at: number): number {
    const { habits, random } = this
    const key = all[at] ?? ''
    const until = at + this.#committed(all, at)
    if (until > at + 1) {
      const units = until - at
      this.#press(key, this.#gap(key) * units ** 0.8)
      for (const more of all.slice(at + 1, until)) this.#press(more, 0)
      return until
    }
    if (random() < habits.errors) this.#err(key)
    this.#press(key, this.#gap(key))
    if (random() < habits.tremor) {
      this.#press(key, between(random, 0.1, 0.4))
      this.#press(BACKSPACE, between(random, 2, 4))
    }
    return until
  }

  /** Scaled to the speed: wpm counts from the first key to the last. */
  log(chars: number): LoggedKey[] {
    const { wpm, clockMs, firstKeyMs } = this.habits
    const spanMs = (12_000 * (chars - 1)) / wpm
    const sum = this.#presses.slice(1).reduce((total, { gap }) => total + gap, 0)
    let at = firstKeyMs
    return this.#presses.map(({ key, gap }, index) => {
      if (index > 0) at += (gap / sum) * spanMs
      return [Math.round(Math.floor(at / clockMs) * clockMs), key]
    })
  }

  #committed(all: readonly string[], at: number): number {
    const { commit } = this.habits
    if (commit === undefined) return 1
    if (commit === 'word') {
      const space = all.indexOf(' ', at)
      return (space < 0 ? all.length : space + 1) - at
    }
    return Math.min(all.length - at, Math.round(between(this.random, ...commit)))
  }

  /** A wrong key, seen at once or a key or two later, taken back after a moment. */
  #err(key: string): void {
    const { random } = this
    const wrong = 1 + Math.floor(2.2 * random() ** 2)
    this.#press(key === 'e' ? 'r' : 'e', this.#gap(key))
    for (let more = 1; more < wrong; more++) this.#press('t', this.#gap('t'))
    const isHeld = wrong > 1 && random() < 0.2
    for (let back = 0; back < wrong; back++) {
      const gap = back === 0 ? between(random, 1.4, 3.5) : isHeld ? 0.4 : between(random, 0.7, 1.5)
      this.#press(BACKSPACE, gap)
    }
    this.#before = ''
  }

  #press(key: string, gap: number): void {
    this.#presses.push({ key, gap })
    this.#before = key
  }

  #gap(key: string): number {
    const { habits, random } = this
    this.#tempo = 0.92 * this.#tempo + 0.04 * normal(random)
    const isFirstOfWord = this.#before === ' ' || this.#before === ''
    const letter = habits.deadKeys ? letterAfterDeadKey(habits.layout, key) : undefined
    const pair = letter === undefined ? this.#pairTime(this.#before, key) : this.#deadKeyTime(letter)
    const rolled = pair.opposite && random() < habits.rollover ? between(random, 0.3, 0.6) : 1
    const start = isFirstOfWord ? 1 + habits.wordStart : 1
    const hesitation =
      isFirstOfWord && random() < habits.hesitations ? habits.hesitationGaps * between(random, 0.5, 1.5) : 0
    return pair.time * rolled * start * Math.exp(habits.noise * normal(random) + this.#tempo) + hesitation
  }

  /** From the key before to the dead key, and from there to the letter. */
  #deadKeyTime(letter: string): PairTime {
    const { layout, fingers } = this.habits
    const from = fingerOf(layout, this.#before === '' || this.#before === BACKSPACE ? ' ' : this.#before)
    const time =
      travel(from, DEAD_KEY, false, fingers) + travel(DEAD_KEY, fingerOf(layout, letter), false, fingers)
    return { time, opposite: false }
  }

  #pairTime(before: string, key: string): PairTime {
    const { habits, random } = this
    const from = fingerOf(habits.layout, before === '' || before === BACKSPACE ? ' ' : before)
    const to = fingerOf(habits.layout, key)
    const pair = before + key
    const own = this.pairs.get(pair) ?? Math.exp(habits.ownPairs * normal(random))
    this.pairs.set(pair, own)
    const time = travel(from, to, before === key, habits.fingers) * (to.shifted ? 1.5 : 1) * own
    return { time, opposite: from.hand !== to.hand && from.hand !== 'thumb' && to.hand !== 'thumb' }
  }
}

function travel(from: Finger, to: Finger, isSame: boolean, fingers: Habits['fingers']): number {
  if (isSame) return 1.05
  const rows = Math.abs(from.row - to.row)
  if (fingers === 'two') return 0.8 + 0.12 * rows + (from.hand === to.hand ? 0.15 : 0)
  if (fingers === 'one-hand') return 0.8 + 0.12 * rows + 0.08 * Math.abs(column(from) - column(to))
  if (from.hand === 'thumb' || to.hand === 'thumb') return 0.9
  if (from.hand !== to.hand) return 0.78
  return from.finger === to.finger ? 1.35 + 0.1 * rows : 1 + 0.08 * rows
}

const column = ({ hand, finger }: Finger): number => (hand === 'right' ? 7 - finger : finger)

/** The same keys dated as a server does that got none of them between two instants. */
export function heldBack(keys: readonly LoggedKey[], fromMs: number, untilMs: number): LoggedKey[] {
  return keys.map(key => {
    const [claimed, typed] = key
    return claimed >= fromMs && claimed < untilMs
      ? loggedKey(claimed, typed, Math.max(datedMs(key), untilMs))
      : key
  })
}
