import {
  graphemes,
  isActive,
  isOver,
  type LeaveReason,
  type NodeId,
  type Race,
  type RaceId,
} from '@ketik/race'
import { LiveSeat } from './live-seat.ts'
import { LiveSeats } from './live-seats.ts'
import { RaceFrames } from './race-frames.ts'
import { RaceInput } from './race-input.ts'
import { type NewsTies, RaceNews } from './race-news.ts'
import { RaceProgress } from './race-progress.ts'
import { RaceRelay, type RelayTies } from './race-relay.ts'
import { RaceTimers } from './race-timers.ts'
import { RaceWriter, type WriterTies } from './race-writer.ts'
import type { Racer } from './racer.ts'
import { SeatLog } from './seat-log.ts'
import type { Typist } from './typist.ts'

/** What a race needs of its node. */
export type RaceTies = WriterTies &
  NewsTies & {
    readonly node: NodeId
    readonly ticker: RelayTies['ticker']
    readonly mail: WriterTies['mail'] & RelayTies['mail']
    readonly races: {
      onClosed(race: LiveRace): void
      /** A seat's finish is in the record. */
      onFinish(race: Race, seat: number): void
    }
  }

/** One race as one node sees it: the latest record, and the seats whose players are here. */
export class LiveRace {
  readonly chars: number
  readonly progress: RaceProgress
  readonly frames: RaceFrames
  readonly relay: RaceRelay
  readonly writer: RaceWriter
  readonly input: RaceInput
  readonly #news: RaceNews
  readonly #timers: RaceTimers
  readonly #seats = new LiveSeats()
  #others: readonly NodeId[] = []
  #isClosed = false

  /** `rematchRoom`: where those who raced can race again. */
  constructor(
    private readonly ties: RaceTies,
    public race: Race,
    rematchRoom: string,
  ) {
    const { plan } = race
    this.chars = graphemes(plan.text.text).length
    this.progress = new RaceProgress(plan, this.chars)
    this.frames = new RaceFrames(plan, this.progress, rematchRoom)
    this.relay = new RaceRelay(ties, this)
    this.writer = new RaceWriter(ties, this)
    this.input = new RaceInput(ties.clock, this)
    this.#news = new RaceNews(ties, this)
    this.#timers = new RaceTimers(ties.clock, this.#news, this.writer)
    this.#schedule()
    this.#timers.open(plan)
  }

  get id(): RaceId {
    return this.race.plan.id
  }

  get seats(): readonly LiveSeat[] {
    return this.#seats.all
  }

  /** The nodes besides this one that have, or had, a seat. */
  get others(): readonly NodeId[] {
    return this.#others
  }

  /** The player of a seat is connected to this node. */
  attach(number: number, racer: Racer, typist: Typist): void {
    const now = this.ties.clock.now()
    const epoch = this.#epochOf(number) ?? 0
    const log = typist.timed === 'keys' ? new SeatLog(this.ties, this, number, epoch, typist) : undefined
    const seat = new LiveSeat(number, epoch, racer, typist, log, Math.max(now, this.race.plan.startsAt))
    this.#seats.add(seat)
    if (typist.timed === 'arrival') return
    this.progress.note(number, typist.correct, now)
    // Another node had taken the last key, and lost the seat before it could say that it was the last.
    if (typist.complete && this.typingSeat(number) !== undefined) this.input.finishByKeys(seat, typist, now)
  }

  /** The connection on a seat has gone for good without giving the seat up, because the seat is done. */
  detach(number: number): void {
    this.#seats.remove(number)
  }

  /** Whether the seat's player may still give it up. `epoch`: as the one that it was given then. */
  isHeld(number: number, epoch = this.#epochOf(number)): boolean {
    return epoch !== undefined && this.#epochOf(number) === epoch
  }

  /** A seat here whose player may type now. */
  typingSeat(number: number): LiveSeat | undefined {
    const { cancelledAt, seats } = this.race
    return cancelledAt === undefined && seats[number]?.state === 'racing' ? this.#seats.of(number) : undefined
  }

  leave(number: number, reason: LeaveReason): void {
    const seat = this.#seats.of(number)
    // First the keys, then the leaving: whether the seat had begun to type decides what leaving means for its rating.
    seat?.log?.save()
    this.writer.leave(number, reason, seat?.epoch)
  }

  /** The player of a seat has dropped but may come back. `onGivenUp` is called once it no longer can. */
  disconnect(number: number, onGivenUp: () => void): void {
    const seat = this.#seats.of(number)
    if (seat === undefined || !this.isHeld(number)) {
      this.detach(number)
      onGivenUp()
      return
    }
    seat.disconnect(onGivenUp)
    seat.log?.save()
    this.writer.disconnect(number, seat.epoch)
  }

  /** A plan came for a seat here whose player does not wait any more. It has its grace if it can come back. */
  absent(number: number): void {
    const state = this.race.seats[number]
    if (this.#seats.of(number) !== undefined || state?.state !== 'racing') return
    if (this.race.plan.seats[number]?.resumable) this.writer.disconnect(number, state.epoch)
    else this.writer.leave(number, 'left', state.epoch)
  }

  /** Takes over a newer record and tells the players here what that means for them. */
  adopt(race: Race): void {
    if (race.version <= this.race.version) return
    const before = this.race
    this.race = race
    this.#schedule()
    for (const [number, seat] of race.seats.entries()) {
      const old = before.seats[number]
      if (old !== undefined && seat.state !== old.state) {
        if (seat.state === 'finished') this.ties.races.onFinish(race, number)
        this.#news.seatChanged(number)
      }
      if (isActive(seat)) this.#dropIfTaken(number, seat.node, seat.epoch)
    }
    this.#news.outcomes()
    if (isOver(race)) this.#end()
  }

  /** For a player whom the race did not wait for: tells what is decided by now, or that it has started. */
  catchUp(number: number): void {
    const seat = this.#seats.of(number)
    if (seat !== undefined) {
      this.#news.outcomes()
      this.#news.lateStart(seat)
    }
    if (isOver(this.race)) this.#end()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#timers.cancel()
    this.relay.close()
    for (const seat of this.seats) {
      seat.giveUp()
      seat.racer = undefined
    }
    this.ties.races.onClosed(this)
  }

  /** Another node holds the seat, unless its player has come back here since. */
  onStale(number: number, epoch: number | undefined): void {
    const seat = this.#seats.of(number)
    if (seat !== undefined && seat.epoch === epoch) this.#lose(seat)
  }

  onVanished(): void {
    this.#news.vanished()
    this.close()
  }

  #end(): void {
    this.#news.over()
    this.close()
  }

  #schedule(): void {
    this.#others = [...new Set(this.race.seats.map(({ node }) => node))].filter(
      node => node !== this.ties.node,
    )
    this.#timers.schedule(this.race)
  }

  /** Of a seat that somebody holds. */
  #epochOf(number: number): number | undefined {
    const state = this.race.seats[number]
    return state !== undefined && isActive(state) ? state.epoch : undefined
  }

  #dropIfTaken(number: number, node: NodeId, epoch: number): void {
    const seat = this.#seats.of(number)
    if (seat === undefined || seat.epoch === 0 || seat.epoch >= epoch) return
    if (node === this.ties.node && seat.racer !== undefined) return
    this.#lose(seat)
  }

  #lose(seat: LiveSeat): void {
    this.detach(seat.seat)
    seat.racer?.onSeatLost('taken_over')
    seat.giveUp()
  }
}
