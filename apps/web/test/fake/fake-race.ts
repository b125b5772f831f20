import type { SentKey } from '@ketik/client'
import type { RaceView } from '@ketik/protocol'
import { BACKSPACE, figuresOf, graphemes, type LoggedKey, type RaceText, type SeatPlan } from '@ketik/race'

export const TEXT: RaceText = {
  id: 'moby-1',
  lang: 'en',
  text: 'Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse, and nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the world.',
  source: 'Moby-Dick; or, The Whale, Herman Melville, 1851',
  licence: 'public domain',
}

export const RACERS = ['Budi', 'Ani', 'Sari Dewi', 'Kofi', 'Bjørn'] as const

const seat = (username: string): SeatPlan => ({
  player: username,
  username,
  timed: 'keys',
  creditMs: 40,
  resumable: true,
})

export const raceView = (startsAt: number): RaceView => ({
  id: 'fake-race',
  startsAt,
  endsAt: startsAt + 120_000,
  seat: 0,
  text: TEXT,
  seats: RACERS.map(seat),
  rematchRoom: 'rematch-fake',
})

/** The same numbers every time, as evenly spread as chance would have them. */
const numbers = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

const WRONG_SHARE = 0.03

/** How a person might have typed the text at about `wpm`: uneven, with slips that are taken back. */
const typedKeys = (wpm: number, seed: number): readonly SentKey[] => {
  const chance = numbers(seed)
  const keys: SentKey[] = []
  const meanMs = 12_000 / wpm
  let ms = 300 + 200 * chance()
  const add = (key: string): void => {
    keys.push([Math.round(ms), key])
    const mood = 1 + 0.25 * Math.sin(ms / 4_000 + seed)
    ms += meanMs * mood * (0.45 + 1.1 * chance())
  }
  for (const grapheme of graphemes(TEXT.text)) {
    if (chance() < WRONG_SHARE) {
      add('jfkdls'[Math.floor(chance() * 6)] ?? 'j')
      add(BACKSPACE)
    }
    add(grapheme)
  }
  return keys
}

const SPEEDS = [84, 79, 71, 64, 93] as const

export const LOGS: readonly (readonly SentKey[])[] = SPEEDS.map((wpm, index) =>
  typedKeys(wpm, 7 + 31 * index),
)

const OFFLINE = { seat: 0, fromMs: 12_000, toMs: 18_000 } as const

/** As the archive has them: one racer was offline for a while. */
export const STORED_LOGS: readonly (readonly LoggedKey[])[] = LOGS.map((log, seat) =>
  log.map(([ms, key]): LoggedKey => {
    const isOffline = seat === OFFLINE.seat && ms > OFFLINE.fromMs && ms < OFFLINE.toMs
    return isOffline ? [ms, key, OFFLINE.toMs] : [ms, key]
  }),
)

export const lastMs = (keys: readonly SentKey[]): number => keys.at(-1)?.[0] ?? 0

/** Seats in the order in which their logs end. */
export const PLACES: readonly number[] = LOGS.map(
  log => 1 + LOGS.filter(other => lastMs(other) < lastMs(log)).length,
)

export const FIGURES = LOGS.map(log => figuresOf(TEXT.text, log))
