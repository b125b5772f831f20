import {
  type BoardRow,
  encode,
  type GameOver,
  type RaceView,
  type SeatView,
  type StandingView,
} from '@ketik/protocol'
import {
  isRated,
  type LoggedKey,
  type Outcome,
  outcomeOf,
  type Race,
  type RacePlan,
  round1,
  type Standing,
  standingsOf,
  wholeWpm,
  winnerOf,
} from '@ketik/race'
import type { RaceProgress } from './race-progress.ts'

/** Every frame about one race. The two that make up most of what a node sends are put together by hand. */
export class RaceFrames {
  /** As JSON. */
  readonly #names: readonly string[]

  /** `rematchRoom`: for the players alone; watchers and records must not learn it. */
  constructor(
    private readonly plan: RacePlan,
    private readonly progress: RaceProgress,
    private readonly rematchRoom: string,
  ) {
    this.#names = plan.seats.map(({ username }) => JSON.stringify(username))
  }

  /** The race as the player of one seat sees it. */
  view(seat: number): RaceView {
    const { id, startsAt, endsAt, text, seats } = this.plan
    return { id, startsAt, endsAt, seat, text, seats, rematchRoom: this.rematchRoom }
  }

  /** `isV1`: protocol v1 receives the race as well. */
  matched(seat: number, isV1: boolean): string {
    const opponents = this.plan.seats.filter((_, number) => number !== seat).map(({ username }) => username)
    return encode({
      status: 'matched',
      opponent: opponents[0] ?? '',
      opponents,
      ...(isV1 ? { race: this.view(seat) } : {}),
    })
  }

  countdown(value: number): string {
    return encode({ type: 'countdown', value })
  }

  /** `durationS`: whole seconds until the deadline. */
  startGame(durationS: number): string {
    return encode({ type: 'start_game', text: this.plan.text.text, duration: durationS })
  }

  /** A seat's progress as contract A tells it. */
  opponent(seat: number): string {
    const { progress } = this
    return `{"type":"opponent_progress","progress":${progress.percent(seat)},"username":${this.#names[seat]},"wpm":${progress.wpm(seat)}}`
  }

  /** The progress of several seats as protocol v1 tells it; one bit of `which` for each. */
  tick(which: number, ack: number | undefined): string {
    const { progress } = this
    let seats = ''
    for (let seat = 0; seat < this.#names.length; seat++) {
      if ((which & (1 << seat)) === 0) continue
      seats += `${seats === '' ? '' : ','}[${seat},${progress.correct(seat)},${progress.wpm(seat)}]`
    }
    const told = ack === undefined ? '' : `"ack":${ack},`
    return `{"type":"tick","race":"${this.plan.id}",${told}"seats":[${seats}]}`
  }

  seat(race: Race, seat: number): string {
    return encode({ type: 'seat', race: this.plan.id, ...this.#seatView(race, seat) })
  }

  /** `log`: the keys of the player's own seat. */
  snapshot(race: Race, seat: number, log: readonly LoggedKey[]): string {
    return encode({
      type: 'snapshot',
      race: this.view(seat),
      ack: log.length,
      keys: log.map(([offsetMs, key]) => [offsetMs, key] as const),
      seats: race.seats.map((_, number) => this.#seatView(race, number)),
    })
  }

  /**
   * `leaderboard`: for a client of contract A. To v1 clients a loss without a reason means that they may type on. The
   * speed of a seat that has not finished is that of what it typed so far.
   */
  gameOver(race: Race, seat: number, outcome: Outcome, leaderboard?: readonly BoardRow[]): string {
    const { result, place } = outcome
    const state = race.seats[seat]
    const isFinish = leaderboard !== undefined && place !== undefined
    const reason = outcome.reason ?? (isFinish ? 'finish' : undefined)
    const message: GameOver = {
      type: 'game_over',
      result,
      ...(reason === undefined ? {} : { reason }),
      ...(place === undefined ? {} : { place }),
      race: this.plan.id,
      wpm: wholeWpm(state?.state === 'finished' ? state.figures.wpm : this.progress.wpm(seat)),
      winner: winnerName(race, seat, outcome),
      ...(leaderboard === undefined ? { rated: isRated(this.plan) } : { leaderboard }),
    }
    return encode(message)
  }

  raceOver(race: Race): string {
    return encode({
      type: 'race_over',
      race: this.plan.id,
      standings: standingsOf(race).map(standingView),
      rated: isRated(this.plan),
    })
  }

  #seatView(race: Race, seat: number): SeatView {
    const state = race.seats[seat]
    const place = outcomeOf(race, seat)?.place
    const isFinished = state?.state === 'finished'
    return {
      seat,
      state: state?.state ?? 'left',
      correct: this.progress.correct(seat),
      wpm: isFinished ? round1(state.figures.wpm) : this.progress.wpm(seat),
      ...(place === undefined ? {} : { place }),
    }
  }
}

const standingView = ({ seat, username, state, place, figures }: Standing): StandingView => ({
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
})

/** Seats that share the first place have all won: each is its own winner. */
const winnerName = (race: Race, seat: number, { result }: Outcome): string | null => {
  if (result === 'draw' || result === 'cancelled') return null
  const winner = result === 'won' ? seat : winnerOf(race)
  return (winner === undefined ? undefined : race.plan.seats[winner]?.username) ?? null
}
