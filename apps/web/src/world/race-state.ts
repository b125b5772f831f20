import type { Outbox } from '@ketik/client'
import type { GameOver, RaceView, SeatView, StandingView } from '@ketik/protocol'
import { type Figures, figuresOf, isComplete, round1, type Typing } from '@ketik/race'

/** A race as its racer lives it. `count` is what the countdown shows; at 0 the text is open. */
export type Race = {
  readonly view: RaceView
  /** Cluster time less local time as it was when the text opened, so that gaps between keys stay true. */
  readonly offsetMs: number
  readonly count: number
  readonly typing: Typing
  readonly outbox: Outbox
  /** Physical keys that are down, by `KeyboardEvent.code`: the number of the key that each typed last. */
  readonly down: ReadonlyMap<string, number>
  /** By seat. One's own row is here too, but what one typed is in `typing`. */
  readonly seats: readonly SeatView[]
  /** When the own text was complete, in milliseconds from the start. */
  readonly finishedMs: number | null
  /** Of the own keys once the text is complete; the server's own follow in `standings`. */
  readonly figures: Figures | null
  readonly outcome: GameOver | null
  readonly standings: readonly StandingView[] | null
  /** The cluster no longer holds this race for us: what is known of it is in the archive. */
  readonly lost: boolean
  readonly hint: 'paste' | 'suggestion' | null
}

/** The race after keys were typed or replayed. */
export const withKeys = (race: Race, typing: Typing, outbox: Outbox): Race => {
  const finished = isComplete(typing)
  return {
    ...race,
    typing,
    outbox,
    finishedMs: finished ? (outbox.keys.at(-1)?.[0] ?? 0) : null,
    figures: finished ? figuresOf(race.view.text.text, outbox.keys) : null,
  }
}

/** Whether keys still count: the text is open, not complete, and nothing has ended the race. */
export const isTyping = (race: Race): boolean =>
  race.count === 0 && race.finishedMs === null && !race.lost && !isDecided(race)

/** In a duel the loser may type on; any other outcome, or all standings, ends it. */
const isDecided = (race: Race): boolean =>
  race.standings !== null || (race.outcome !== null && !mayTypeOn(race.outcome))

const mayTypeOn = (outcome: GameOver): boolean => outcome.result === 'lost' && outcome.reason === undefined

/** Whether the racer is done with the text and looks at places instead. */
export const isResult = (race: Race): boolean =>
  race.lost || isDecided(race) || (race.finishedMs !== null && race.outcome !== null)

/**
 * The one speed of the own finished run: the official one as soon as the server has sent it, and until then that of the
 * own keys, rounded in the same way. `null` before the text is complete.
 */
export const finishedWpm = ({ view, seats, figures }: Race): number | null => {
  const own = seats[view.seat]
  if (own?.state === 'finished') return own.wpm
  return figures === null ? null : round1(figures.wpm)
}

export const rivalsOf = (race: Race): readonly string[] =>
  race.view.seats.filter((_, seat) => seat !== race.view.seat).map(seat => seat.username)
