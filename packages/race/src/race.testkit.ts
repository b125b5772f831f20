import {
  applyToRace,
  createRace,
  isRefusal,
  type LeaveReason,
  type LeaveSeat,
  type Race,
  type RaceCommand,
  type RacePlan,
  type RaceRefusal,
  type SeatFigures,
} from './index.ts'

export const START = 1_000_000
export const END = START + 120_000

export const FIGURES: SeatFigures = {
  wpm: 60,
  raceWpm: 58,
  raw: 61,
  accuracy: 0.98,
  consistency: 80,
  timed: 'keys',
}

/** A plan with one seat for each credit; usernames are a, b, c, … */
export function planWith(...creditsMs: readonly number[]): RacePlan {
  return {
    id: 'r1',
    text: { id: 't1', lang: 'en', text: 'the text', source: 'a test', licence: 'CC0-1.0' },
    startsAt: START,
    endsAt: END,
    seats: creditsMs.map((creditMs, seat) => ({
      player: `p${seat}`,
      username: String.fromCharCode(97 + seat),
      timed: creditMs === 0 ? 'arrival' : 'keys',
      creditMs,
      resumable: true,
    })),
  }
}

export function raceWith(...creditsMs: readonly number[]): Race {
  return createRace(
    planWith(...creditsMs),
    creditsMs.map(() => 'n1'),
  )
}

/** Applies commands that all must be accepted. */
export function after(race: Race, ...commands: readonly RaceCommand[]): Race {
  return commands.reduce((sofar, command) => {
    const answer = applyToRace(sofar, command)
    if (isRefusal(answer)) throw new Error(`${command.type}: ${answer.refused}`)
    return answer
  }, race)
}

export function refusalOf(race: Race, command: RaceCommand): RaceRefusal['refused'] | undefined {
  const answer = applyToRace(race, command)
  return isRefusal(answer) ? answer.refused : undefined
}

/** Offsets from the start, in ms; `arrival` is that of the last key. */
export function finish(seat: number, offset: number, arrival = offset, epoch = 1): RaceCommand {
  return {
    type: 'finish-seat',
    seat,
    epoch,
    finishedAt: START + offset,
    at: START + arrival,
    figures: FIGURES,
    review: false,
  }
}

export function leave(seat: number, offset: number, reason: LeaveReason = 'left'): LeaveSeat {
  return { type: 'leave-seat', seat, reason, at: START + offset }
}

/** A report from after the latest deadline. */
export function stop(seat: number, progress: number, at = END + 1, epoch = 1): RaceCommand {
  return { type: 'stop-seat', seat, epoch, progress, at }
}

export function decide(offset: number): RaceCommand {
  return { type: 'decide', at: START + offset }
}

export function placesOf(race: Race): readonly (number | undefined)[] {
  return race.seats.map(seat => (seat.state === 'finished' ? seat.place : undefined))
}
