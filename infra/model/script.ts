import type { Choices } from './choices.ts'

/** What a player is going to do, as far as it can. */
export type Script = {
  readonly startsAfterMs: number
  /** How many races it asks for. */
  readonly races: number
  readonly restsMs: number
  readonly room: string | undefined
  readonly seats: number
  readonly firstKeyMs: number
  readonly keyMs: number
  /** Sends its keys in batches of so many. */
  readonly batch: number
  /** Stops typing before this key; 0 for never. */
  readonly stopsAtKey: number
  readonly leavesRace: boolean
  /** Leaves the queue after waiting this long. */
  readonly waitsMs: number
  /** The network is lost once, after so long; 0 for never. */
  readonly losesAfterMs: number
  readonly backAfterMs: number
  readonly nodeHearsAfterMs: number
}

const of = <T>(choices: Choices, ...options: readonly [T, ...T[]]): T =>
  options[choices.pick(options.length)] ?? options[0]

export const chooseScript = (choices: Choices): Script => ({
  startsAfterMs: of(choices, 0, 5, 60, 300, 900, 2_500),
  races: of(choices, 1, 1, 2),
  restsMs: of(choices, 10, 1_500),
  room: of(choices, undefined, undefined, undefined, undefined, 'kamar'),
  seats: of(choices, 0, 0, 2, 3),
  firstKeyMs: of(choices, 300, 150, 900),
  keyMs: of(choices, 120, 150, 250, 600),
  batch: of(choices, 1, 2, 5),
  stopsAtKey: of(choices, 0, 0, 0, 0, 0, 0, 4),
  leavesRace: of(choices, false, false, false, false, false, false, false, true),
  waitsMs: of(choices, 15_000, 15_000, 15_000, 400),
  losesAfterMs: of(choices, 0, 0, 40, 700, 2_500, 4_200, 4_600, 5_000),
  backAfterMs: of(choices, 1, 30, 400, 2_000, 29_000, 33_000),
  nodeHearsAfterMs: of(choices, 0, 50, 900, 5_000, 40_000),
})
