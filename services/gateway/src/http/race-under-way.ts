import { graphemes, outcomeOf, type Race } from '@ketik/race'
import type { RaceResultRow, RaceResults } from '@ketik/scores'

/** A seat whose player has not finished and has not left. */
export type ActiveRow = Pick<RaceResultRow, 'seat' | 'username' | 'timed'> & {
  readonly won: false
  readonly state: 'racing' | 'away'
}

/** A race whose end is not stored yet. */
export type RaceUnderWay = Omit<RaceResults, 'rows' | 'endedAt'> & {
  readonly endedAt: null
  readonly rows: readonly (RaceResultRow | ActiveRow)[]
}

/**
 * A race as the cluster's record has it, with the finishes that are stored so far: names and reviews as they are stored,
 * and the keys of stored finishes alone, which `raceRecord` takes out. The text is left out before the start.
 */
export const raceUnderWay = (race: Race, stored: RaceResults | undefined, now: number): RaceUnderWay => {
  const { id, text, startsAt, seats } = race.plan
  const { text: raced, ...about } = text
  return {
    id,
    text: { ...about, chars: graphemes(raced).length, ...(now < startsAt ? {} : { text: raced }) },
    startsAt,
    endedAt: null,
    cancelled: race.cancelledAt !== undefined,
    rows: seats.map((_, seat) =>
      rowOf(
        race,
        seat,
        stored?.rows.find(row => row.seat === seat),
      ),
    ),
    isPrivate: race.plan.isPrivate === true,
    typedBy: stored?.typedBy ?? {},
    keyLogs: stored?.keyLogs ?? {},
  }
}

const rowOf = (race: Race, number: number, stored: RaceResultRow | undefined): RaceResultRow | ActiveRow => {
  const { username = '', timed = 'arrival' } = race.plan.seats[number] ?? {}
  const seat = race.seats[number]
  const won = outcomeOf(race, number)?.result === 'won'
  const common = { seat: number, username, timed, won } as const
  if (seat?.state === 'left') return { ...common, state: 'left', reason: seat.reason }
  if (seat?.state !== 'finished') return { ...common, won: false, state: seat?.state ?? 'away' }
  const { timed: _, ...figures } = seat.figures
  return {
    ...common,
    state: 'finished',
    finishedMs: seat.finishedAt - race.plan.startsAt,
    review: seat.review,
    ...figures,
    ...(stored?.state === 'finished' ? stored : {}),
    won,
    ...(seat.place === undefined ? {} : { place: seat.place }),
  }
}
