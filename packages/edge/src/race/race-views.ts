import { encode, type RaceView, type SeatView, type StandingView } from '@ketik/protocol'
import { isRated, outcomeOf, type Race, round1, standingsOf } from '@ketik/race'

/** For who sits on that seat alone: watchers and records must not learn the room of the rematch. */
export const raceView = ({ plan }: Race, seat: number, rematchRoom: string): RaceView => ({
  id: plan.id,
  startsAt: plan.startsAt,
  endsAt: plan.endsAt,
  seat,
  text: plan.text,
  seats: plan.seats,
  rematchRoom,
})

export const seatView = (race: Race, seat: number, correct: number, wpm: number): SeatView => {
  const state = race.seats[seat]
  const place = outcomeOf(race, seat)?.place
  return {
    seat,
    state: state?.state ?? 'left',
    correct,
    wpm: state?.state === 'finished' ? round1(state.figures.wpm) : wpm,
    ...(place === undefined ? {} : { place }),
  }
}

export const raceOverFrame = (race: Race): string => {
  const standings: StandingView[] = standingsOf(race).map(({ seat, username, state, place, figures }) => ({
    seat,
    username,
    state,
    ...(place === undefined ? {} : { place }),
    ...(figures === undefined
      ? {}
      : {
          wpm: round1(figures.wpm),
          raw: figures.raw === null ? null : round1(figures.raw),
          accuracy: figures.accuracy,
          consistency: figures.consistency === null ? null : round1(figures.consistency),
          ...(figures.offlineMs === undefined ? {} : { offlineMs: Math.round(figures.offlineMs) }),
        }),
  }))
  return encode({ type: 'race_over', race: race.plan.id, standings, rated: isRated(race.plan) })
}
