import { WPM_FACTOR } from '@ketik/race'
import { humanKeys, type Key } from '../test/typist.ts'
import type { Choices } from './choices.ts'

/** What a player is going to do, as far as it can. */
export type Script = ReturnType<typeof chooseScript>

export const chooseScript = (choices: Choices) => ({
  startsAfterMs: choices.oneOf(0, 5, 60, 300, 900, 2_500),
  /** How many races it asks for. */
  races: choices.oneOf(1, 1, 2),
  restsMs: choices.oneOf(10, 1_500),
  room: choices.oneOf(undefined, undefined, undefined, undefined, 'kamar'),
  seats: choices.oneOf(0, 0, 2, 3),
  firstKeyMs: choices.oneOf(300, 150, 900),
  keyMs: choices.oneOf(120, 150, 250, 600),
  /** Sends its keys in batches of so many. */
  batch: choices.oneOf(1, 2, 5),
  /** Stops typing before this key; 0 for never. */
  stopsAtKey: choices.oneOf(0, 0, 0, 0, 0, 0, 4),
  leavesRace: choices.oneOf(false, false, false, false, false, false, false, true),
  /** Leaves the queue after waiting this long. */
  waitsMs: choices.oneOf(15_000, 15_000, 15_000, 400),
  /** The network is lost once, after so long; 0 for never. */
  losesAfterMs: choices.oneOf(0, 0, 40, 700, 2_500, 4_200, 4_600, 5_000),
  backAfterMs: choices.oneOf(1, 30, 400, 2_000, 29_000, 33_000),
  nodeHearsAfterMs: choices.oneOf(0, 50, 900, 5_000, 40_000),
})

/** What the player is going to press, and when. */
export const keysOf = (text: string, { firstKeyMs, keyMs, stopsAtKey }: Script): readonly Key[] => {
  const keys = humanKeys(text, WPM_FACTOR / keyMs, 1, firstKeyMs)
  return stopsAtKey > 0 ? keys.slice(0, stopsAtKey - 1) : keys
}
