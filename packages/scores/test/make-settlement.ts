import { foldUsername } from '@ketik/protocol'
import type { SeatOutcome, SettledSeat, Settlement } from '../src/settlement.ts'

/** Saturday 21 November 2026, 12:00 UTC: in ISO week 47. */
export const NOON = Date.UTC(2026, 10, 21, 12)

export const makeFinish = (
  wpm: number,
  more: Partial<SeatOutcome & { state: 'finished' }> = {},
): SeatOutcome => ({
  state: 'finished',
  place: 1,
  finishedMs: 30_000,
  wpm,
  raceWpm: wpm - 1,
  raw: wpm + 5,
  accuracy: 0.97,
  consistency: 80.5,
  review: false,
  ...more,
})

export const makeSeat = (
  seat: number,
  username: string,
  outcome: SeatOutcome,
  more: Partial<SettledSeat> = {},
) =>
  ({
    seat,
    player: `player of ${username.toLowerCase()}`,
    username,
    foldedName: foldUsername(username),
    outcome,
    timed: 'keys',
    keys: null,
    ...more,
  }) as const

/** A race that started at noon and lasted a minute. */
export const makeSettlement = (
  raceId: string,
  seats: readonly SettledSeat[],
  more: Partial<Omit<Settlement, 'raceId' | 'seats'>> = {},
): Settlement => ({
  raceId,
  text: { id: 'sotu-1', lang: 'en', chars: 210 },
  startsAt: NOON,
  endedAt: (more.startsAt ?? NOON) + 60_000,
  cancelled: false,
  isPrivate: false,
  isRated: true,
  ...more,
  seats,
})
