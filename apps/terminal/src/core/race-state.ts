import { emptyOutbox, type Outbox } from '@ketik/client'
import type { GameOver, RaceView, SeatView, StandingView } from '@ketik/protocol'
import { createTyping, type Figures, figuresOf, press, type Typing } from '@ketik/race'

/** A race as its racer lives it. */
export type Race = {
  readonly view: RaceView
  /** Cluster time less local time as it was when the text opened, so that gaps between keys stay true. */
  readonly offsetMs: number
  /** What the countdown shows; the text is open at 0. */
  readonly count: number
  readonly typing: Typing
  readonly outbox: Outbox
  /** By seat; one's own row is here too, but what one typed is in `typing`. */
  readonly seats: readonly SeatView[]
  /** Figures of one's own log, once it completes the text; the server's own follow in `standings`. */
  readonly own: Figures | null
  readonly outcome: GameOver | null
  readonly standings: readonly StandingView[] | null
  /** No node holds the seat any more. */
  readonly lost: boolean
}

export const COUNT_FROM = 3

export const newRace = (view: RaceView, offsetMs: number): Race => ({
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

export const typedAgain = (text: string, keys: Outbox['keys']): Typing => {
  const typing = createTyping(text)
  for (const [, key] of keys) press(typing, key)
  return typing
}

export const ownFigures = ({ view, outbox }: Race): Figures => figuresOf(view.text.text, outbox.keys)

/** In a duel the loser may type on; any other outcome, or all standings, ends it. */
const isDecided = ({ outcome, standings }: Race): boolean =>
  standings !== null || (outcome !== null && !isBeaten(outcome))

/** Somebody else was faster. Servers say so with the reason `finish`, older ones without a reason. */
const isBeaten = ({ result, reason }: { readonly result: string; readonly reason?: string }): boolean =>
  result === 'lost' && (reason === undefined || reason === 'finish')

/** Whether keys still count, once the text is open. */
export const isGoing = (race: Race): boolean => race.own === null && !race.lost && !isDecided(race)

export const isOpen = (race: Race): boolean => race.count === 0 && isGoing(race)

/** Whether the server may still have something to say of this seat. */
export const isSettled = (race: Race): boolean =>
  race.lost || race.standings !== null || (race.outcome !== null && !isGoing(race))
