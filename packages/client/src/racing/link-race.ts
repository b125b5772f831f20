import type { GameOver, RaceView, SeatView, StandingView } from '@ketik/protocol'
import { createTyping, type Figures, figuresOf, isComplete, press, type Typing } from '@ketik/race'
import { emptyOutbox, type Outbox } from './outbox.ts'

/** A race as its racer knows it. */
export type LinkRace = {
  readonly view: RaceView
  /** Cluster time less local time as it was when the text opened, so that gaps between keys stay true. */
  readonly offsetMs: number
  /** What the countdown shows; the text is open at 0. */
  readonly count: number
  readonly typing: Typing
  readonly outbox: Outbox
  /** By seat. The own row is here too, but `typing` holds what the player typed. */
  readonly seats: readonly SeatView[]
  /** Of the own key log, once it completes the text. The server's figures follow in `standings`. */
  readonly own: Figures | null
  readonly outcome: GameOver | null
  readonly standings: readonly StandingView[] | null
  /** No node holds the seat any more. */
  readonly lost: boolean
}

export const COUNT_FROM = 3

export const newRace = (view: RaceView, offsetMs: number): LinkRace => ({
  view,
  offsetMs,
  count: COUNT_FROM + 1,
  typing: createTyping(view.text.text),
  outbox: emptyOutbox,
  seats: view.seats.map((_, seat) => ({ seat, state: 'racing', correct: 0, wpm: 0 })),
  own: null,
  outcome: null,
  standings: null,
  lost: false,
})

/** The race after keys were typed or replayed. */
export const withKeys = (race: LinkRace, typing: Typing, outbox: Outbox): LinkRace => ({
  ...race,
  typing,
  outbox,
  own: isComplete(typing) ? figuresOf(race.view.text.text, outbox.keys) : null,
})

export const typedAgain = (text: string, keys: Outbox['keys']): Typing => {
  const typing = createTyping(text)
  for (const [, key] of keys) press(typing, key)
  return typing
}

/** In a duel the loser may type on; any other outcome, or all standings, ends the race. */
const isDecided = ({ outcome, standings }: LinkRace): boolean =>
  standings !== null || (outcome !== null && !isBeaten(outcome))

/** Another racer was faster. Servers send the reason `finish` or no reason. */
const isBeaten = ({ result, reason }: { readonly result: string; readonly reason?: string }): boolean =>
  result === 'lost' && (reason === undefined || reason === 'finish')

/** Whether keys still count, once the text is open. */
export const isGoing = (race: LinkRace): boolean => race.own === null && !race.lost && !isDecided(race)

export const isOpen = (race: LinkRace): boolean => race.count === 0 && isGoing(race)

/** Whether the racer is done: there is a result to show, and no more keys to type. */
export const isSettled = (race: LinkRace): boolean =>
  race.lost || race.standings !== null || (race.outcome !== null && !isGoing(race))
