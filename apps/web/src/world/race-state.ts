import type { LinkRace } from '@ketik/client'
import { round1, type Typing } from '@ketik/race'

/** When the own text was complete, in milliseconds from the start. */
export const finishedMs = ({ own, outbox }: LinkRace): number | null =>
  own === null ? null : (outbox.keys.at(-1)?.[0] ?? 0)

/**
 * The one speed of the own finished run: the official one as soon as the server has sent it, and until then that of the
 * own keys, rounded in the same way. `null` before the text is complete.
 */
export const finishedWpm = ({ view, seats, own }: LinkRace): number | null => {
  const seat = seats[view.seat]
  if (seat?.state === 'finished') return seat.wpm
  return own === null ? null : round1(own.wpm)
}

export const rivalsOf = (race: LinkRace): readonly string[] =>
  race.view.seats.filter((_, seat) => seat !== race.view.seat).map(seat => seat.username)

/** The word the caret stands before or in. */
export const wordAt = ({ graphemes, correct }: Typing): string => {
  const end = graphemes.indexOf(' ', correct)
  return graphemes.slice(correct, end === -1 ? undefined : end).join('')
}
