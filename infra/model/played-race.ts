import type { GameOver, RaceView } from '@ketik/protocol'
import type { Key } from '../test/typist.ts'
import type { Script } from './script.ts'

/** A race as its racer knows it. */
export type PlayedRace = {
  readonly id: string
  readonly seat: number
  readonly text: string
  /** What the player is going to press, and when. */
  readonly keys: readonly Key[]
  acked: number
  outcome: GameOver | undefined
  /** Given up by the player, or lost to it. */
  left: boolean
}

/** The race before its first key, typed as the script says, a little unevenly. */
export const playedRace = ({ id, seat, text: { text } }: RaceView, script: Script): PlayedRace => {
  const keys: Key[] = []
  let offset = script.firstKeyMs
  for (const [i, key] of [...text].entries()) {
    keys.push([Math.round(offset), key])
    offset += script.keyMs * (0.8 + ((i * 7) % 5) / 10)
  }
  const pressed = script.stopsAtKey > 0 ? keys.slice(0, script.stopsAtKey - 1) : keys
  return { id, seat, text, keys: pressed, acked: 0, outcome: undefined, left: false }
}
