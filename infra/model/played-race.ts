import type { Script } from './script.ts'

/** What a player is told of a race, as far as it needs it. */
export type RaceViewFrame = {
  readonly id: string
  readonly seat: number
  readonly startsAt: number
  readonly text: { readonly text: string }
}

/** A race as its racer knows it. */
export type PlayedRace = {
  readonly id: string
  readonly seat: number
  readonly text: string
  readonly startsAt: number
  /** When each key is pressed, in ms since the start. */
  readonly offsets: readonly number[]
  pressed: number
  sent: number
  acked: number
  outcome: { readonly [field: string]: unknown } | undefined
  /** Given up by the player, or lost to it. */
  left: boolean
}

/** The race before its first key, typed as the script says, a little unevenly. */
export const playedRace = (
  { id, seat, startsAt, text: { text } }: RaceViewFrame,
  script: Script,
): PlayedRace => {
  const offsets: number[] = []
  let offset = script.firstKeyMs
  for (let i = 0; i < text.length; i++) {
    offsets.push(Math.round(offset))
    offset += script.keyMs * (0.8 + ((i * 7) % 5) / 10)
  }
  return { id, seat, startsAt, text, offsets, pressed: 0, sent: 0, acked: 0, outcome: undefined, left: false }
}
