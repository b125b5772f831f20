import type { RaceStore } from '@ketik/cluster'
import { isOver, type NodeId, type PlayerId, type Race, type RaceId } from '@ketik/race'
import { metrics } from '@ketik/runtime'
import type { BoardFeed } from '../lobby/board-feed.ts'
import { LiveRace, type RaceTies } from '../race/live-race.ts'
import type { Mail } from './mail.ts'
import { UnsettledRaces } from './unsettled-races.ts'

export type FoundSeat = { readonly race: Race; readonly seat: number }

type Ties = Omit<RaceTies, 'races' | 'mail' | 'board'> & {
  readonly records: RaceStore
  readonly mail: Mail
  readonly board: BoardFeed
  inBackground(what: string, work: Promise<unknown>): void
  /** The room in which those who raced can race again; a secret of theirs. */
  rematchRoom(race: RaceId): string
}

/** The races with a player on this node. */
export class Races {
  readonly unsettled: UnsettledRaces
  readonly #live = new Map<RaceId, LiveRace>()
  readonly #ties: RaceTies

  constructor(private readonly ties: Ties) {
    this.unsettled = new UnsettledRaces(ties.log)
    this.#ties = { ...ties, races: this }
  }

  get(id: RaceId): LiveRace | undefined {
    return this.#live.get(id)
  }

  get all(): readonly LiveRace[] {
    return [...this.#live.values()]
  }

  open(race: Race): LiveRace {
    const live = new LiveRace(this.#ties, race, this.ties.rematchRoom(race.plan.id))
    this.#live.set(race.plan.id, live)
    metrics.racesLocal.inc()
    this.ties.inBackground('note the race', this.ties.records.noteNode(race.plan.id, this.ties.node))
    return live
  }

  /** The race on this node, opened if there is none. The newer record wins. The other nodes learn of it. */
  join(race: Race): LiveRace {
    const known = this.#live.get(race.plan.id)
    known?.adopt(race)
    const live = known ?? this.open(race)
    // Also when this node was in the race before: the others still tell the node that the player came from.
    this.ties.mail.announce(race, live.others)
    return live
  }

  /**
   * The seat a player holds, or held, in the last race it was in. `guess`: the race that it may well have been, by the
   * player's own word; where it was, one round trip is enough.
   */
  async findSeat(player: PlayerId, guess?: RaceId): Promise<FoundSeat | undefined> {
    const { records } = this.ties
    const [id, guessed] = await Promise.all([
      records.raceOf(player),
      guess === undefined ? undefined : records.load(guess),
    ])
    const race = id === undefined ? undefined : id === guess ? guessed : await records.load(id)
    const seat = race?.plan.seats.findIndex(one => one.player === player) ?? -1
    return race === undefined || seat < 0 ? undefined : { race, seat }
  }

  /** Something from that node was lost: reads the records again, and asks for its progress. */
  onGap(from: NodeId): void {
    for (const race of this.#live.values()) {
      if (!race.others.includes(from)) continue
      race.writer.reload()
      this.ties.mail.askForProgress(race.id, [from])
    }
  }

  /** Redis may have lost something: everything that this node knows is told again. */
  onRecovered(): void {
    for (const race of this.#live.values()) {
      race.writer.resubmit()
      race.relay.resync()
      this.ties.mail.askForProgress(race.id, race.others)
    }
    this.unsettled.resubmitAll()
  }

  onClosed(race: LiveRace): void {
    if (!this.#live.delete(race.id)) return
    const isEnded = isOver(race.race)
    if (isEnded) this.unsettled.add(race)
    metrics.racesLocal.dec()
    this.ties.log.info({ race: race.id, isOver: isEnded }, 'no more of the race here')
    this.ties.inBackground('forget the race', this.ties.records.forgetNode(race.id, this.ties.node))
  }

  /** A result in review counts for nothing before a person has looked. */
  onFinish({ plan, seats }: Race, number: number): void {
    const seat = seats[number]
    const { username } = plan.seats[number] ?? {}
    if (seat?.state !== 'finished' || seat.review || username === undefined) return
    const { wpm, accuracy, timed } = seat.figures
    const at = Math.round(seat.finishedAt)
    this.ties.board.onResult(
      { username, wpm, accuracy, at, timed, race: plan.id },
      seat.node === this.ties.node,
    )
  }

  /** Ends all races here, once the cluster has been told everything, or after a second. */
  async close(): Promise<void> {
    await Promise.all(this.all.map(race => race.writer.settled()))
    for (const race of this.all) race.close()
  }
}
