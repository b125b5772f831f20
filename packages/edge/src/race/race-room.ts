import { FINISH_JOB_MS, type Jobs, type RaceJob, type RaceStore } from '@ketik/cluster'
import { type BoardRow, type ClientMessageOf, encode, type Refusal, refuse } from '@ketik/protocol'
import {
  arrivalFigures,
  countdownTicks,
  decideAt,
  figuresOf,
  GRACE_MS,
  graphemes,
  isActive,
  isOver,
  isRefusal,
  NO_KEY_MS,
  type NodeId,
  type Outcome,
  outcomeOf,
  plausibilityOf,
  type Race,
  type RaceCommand,
  seatFiguresOf,
} from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { ClaimedSeat } from './claimed-seat.ts'
import { gameOverFrame } from './game-over-frame.ts'
import { KeyedSeat } from './keyed-seat.ts'
import { RaceProgress } from './race-progress.ts'
import { raceOverFrame, raceView } from './race-views.ts'
import type { Racer } from './racer.ts'
import { RetryChain } from './retry-chain.ts'

const CHECKPOINT_MS = 1_000
const SETTLED_WITHIN_MS = 1_000
/** After the deadline, time for the writers to report how far their seats came, before the race closes without them. */
const REPORT_MS = 2_000

/** What a room needs of its node. */
export type RoomHost = {
  readonly node: NodeId
  readonly races: RaceStore
  readonly jobs: Jobs
  readonly log: Log
  now(): number
  /** Runs at an instant of cluster time, never before it; answers how to cancel it. */
  at(instant: number, run: () => void): () => void
  /** The room has something to send at the next tick; told once until that has come. */
  wake(room: RaceRoom): void
  /** Tells the other nodes of the race at once. */
  announce(race: Race, to: readonly NodeId[]): void
  relay(to: NodeId, change: SeatChange): void
  closed(room: RaceRoom): void
  outcomeTold(race: Race, racer: Racer): void
  /** A seat's finish is in the record now. */
  seatFinished(race: Race, seat: number): void
  /** The ten best, as far as this node knows. */
  board(): readonly BoardRow[]
  /** The room in which those who raced can race again; a secret of theirs. */
  rematchRoom(race: string): string
}

/** How far a seat is now, and the instant of cluster time that this came to be, where a key or claim was the reason. */
type SeatChange = {
  readonly race: string
  readonly seat: number
  readonly value: number
  readonly wpm: number
  readonly changedAt: number | undefined
}

/** A seat whose player is connected to this node, or was until a moment ago. */
type LocalSeat = {
  readonly seat: number
  racer: Racer | undefined
  epoch: number
  readonly typist: KeyedSeat | ClaimedSeat | undefined
  /** One bit for each seat whose progress this one has not been sent. */
  behind: number
  /** Its own progress has to be relayed; since when, where a key or claim was the reason. */
  changed: boolean
  changedAt: number | undefined
  ackTold: number
  lastKeyAt: number
  savedAt: number
  saving: boolean
  outcomeTold: boolean
  /** Called once when the seat's absent player can no longer come back. */
  onGivenUp: (() => void) | undefined
}

/** One race as one node sees it: the latest record, the seats it holds, and how far everybody is. */
export class RaceRoom {
  readonly chars: number
  /** Never more than the race has seats, mostly one. */
  #local: readonly LocalSeat[] = []
  readonly #progress: RaceProgress
  readonly #timers = new Set<() => void>()
  #others: readonly NodeId[] = []
  #cancelDecide: (() => void) | undefined
  #cancelStop: (() => void) | undefined
  #cancelClose: (() => void) | undefined
  readonly #chain: RetryChain
  #awake = false
  #closed = false
  /** The instant of the start has come: those who sat here then were told. */
  #started = false

  constructor(
    private readonly host: RoomHost,
    public race: Race,
  ) {
    this.chars = graphemes(race.plan.text.text).length
    this.#progress = new RaceProgress(race.plan, this.chars)
    this.#chain = new RetryChain(host.log, race.plan.id)
    this.#schedule()
    this.#openByClock()
  }

  get id(): string {
    return this.race.plan.id
  }

  /** The nodes besides this one that have, or had, a seat. */
  get others(): readonly NodeId[] {
    return this.#others
  }

  /** Seats a player of this node. */
  sit(seat: number, racer: Racer, typist: KeyedSeat | ClaimedSeat | undefined): void {
    const state = this.race.seats[seat]
    const now = this.host.now()
    const local: LocalSeat = {
      seat,
      racer,
      epoch: state !== undefined && isActive(state) ? state.epoch : 0,
      typist,
      behind: 0,
      changed: false,
      changedAt: undefined,
      ackTold: -1,
      lastKeyAt: Math.max(now, this.race.plan.startsAt),
      savedAt: now,
      saving: false,
      outcomeTold: false,
      onGivenUp: undefined,
    }
    this.stand(seat)
    this.#local = [...this.#local, local]
    if (!(typist instanceof KeyedSeat)) return
    this.#progress.note(seat, typist.correct, now)
    // Another node had taken the last key, and lost the seat before it could say that it was the last.
    if (typist.complete && this.#isTyping(seat)) this.#finishByKeys(local, typist, now)
  }

  /** Whether the seat's player may still give it up. */
  isHeld(seat: number): boolean {
    const state = this.race.seats[seat]
    return state !== undefined && isActive(state)
  }

  /** Keys of protocol v1. A refusal means that nothing of the batch counts. */
  keys(seat: number, message: ClientMessageOf<'keys'>): Refusal | undefined {
    const local = this.#localOf(seat)
    if (message.race !== this.id) return refuse('wrong_race')
    if (local?.typist === undefined || !this.#isTyping(seat)) return refuse('not_racing')
    if (!(local.typist instanceof KeyedSeat)) return refuse('claims_expected')
    if (local.typist.complete) return refuse('not_racing')
    const now = this.host.now()
    const refusal = local.typist.take(message, now - this.race.plan.startsAt)
    if (refusal !== undefined) return refusal
    this.#moved(local, now, local.typist.correct)
    if (local.typist.complete) this.#finishByKeys(local, local.typist, now)
    return undefined
  }

  /** Progress in percent, of contract A. */
  claim(seat: number, percent: number): Refusal | undefined {
    const local = this.#localOf(seat)
    if (local?.typist === undefined || !this.#isTyping(seat)) return refuse('not_racing')
    if (local.typist instanceof KeyedSeat) return refuse('keys_expected')
    const now = this.host.now()
    const refusal = local.typist.claim(percent, now - this.race.plan.startsAt)
    if (refusal !== undefined) return refusal
    this.#moved(local, now, percent)
    return undefined
  }

  /** The claim to have typed the text, of contract A; timed by its arrival. */
  finish(seat: number, claimedWpm: number): Refusal | undefined {
    const local = this.#localOf(seat)
    if (local?.typist === undefined || !this.#isTyping(seat)) return refuse('not_racing')
    if (local.typist instanceof KeyedSeat) return refuse('keys_expected')
    const now = this.host.now()
    if (now < this.race.plan.startsAt) return refuse('not_started')
    const arrivalMs = now - this.race.plan.startsAt
    const figures = arrivalFigures(this.chars, arrivalMs)
    const largestStep = local.typist.largestStep(arrivalMs)
    const { verdict } = plausibilityOf({ timed: 'arrival', figures, claimedWpm, largestStep })
    if (verdict === 'refused') {
      // Its outcome stands: the player may type the text to its end.
      if (local.outcomeTold) return refuse('implausible')
      this.leave(seat, 'implausible')
      return undefined
    }
    this.#moved(local, now, 100)
    const { epoch } = local
    this.#command(() => ({
      type: 'finish-seat',
      seat,
      epoch,
      finishedAt: now,
      at: now,
      figures,
      review: verdict === 'review',
    }))
    return undefined
  }

  leave(seat: number, reason: 'left' | 'timeout' | 'implausible'): void {
    const local = this.#localOf(seat)
    // First the keys, then the leaving: whether the seat had begun to type decides what leaving means for its rating.
    if (local !== undefined) this.#save(local)
    this.#leave(seat, reason, local?.epoch)
  }

  #leave(seat: number, reason: 'left' | 'timeout' | 'implausible', epoch: number | undefined): void {
    const at = this.host.now()
    this.#command(() => ({ type: 'leave-seat', seat, reason, at, ...(epoch ? { epoch } : {}) }))
  }

  /** The player of a seat has dropped but may come back; `onGivenUp` is called once it no longer can. */
  away(seat: number, onGivenUp: () => void): void {
    const local = this.#localOf(seat)
    const state = this.race.seats[seat]
    if (local === undefined || state === undefined || !isActive(state)) {
      this.stand(seat)
      onGivenUp()
      return
    }
    local.racer = undefined
    local.onGivenUp = onGivenUp
    this.#save(local)
    const { epoch } = local
    const at = this.host.now()
    this.#command(() => ({ type: 'seat-away', seat, epoch, at }))
    this.#chain.add(() => this.host.jobs.add({ kind: 'grace', race: this.id, seat, epoch }, GRACE_MS + 50))
  }

  /** Whether the seat's player has come back once more, here or elsewhere, since it got this epoch. */
  isTakenSince(seat: number, epoch: number): boolean {
    const state = this.race.seats[seat]
    return state !== undefined && isActive(state) && state.epoch !== epoch
  }

  /** A plan came for a seat here whose player does not wait any more: it has its grace if it can come back, and has left if not. */
  absent(seat: number): void {
    const state = this.race.seats[seat]
    if (this.#localOf(seat) !== undefined || state?.state !== 'racing') return
    if (this.race.plan.seats[seat]?.resumable) this.missed(seat, state.epoch)
    else this.#leave(seat, 'left', state.epoch)
  }

  /** A player took the seat and was gone before it sat: it has its grace again, unless it is back already. */
  missed(seat: number, epoch: number): void {
    const at = this.host.now()
    this.#command(() => ({ type: 'seat-away', seat, epoch, at }))
    this.#chain.add(() => this.host.jobs.add({ kind: 'grace', race: this.id, seat, epoch }, GRACE_MS + 50))
  }

  /** The session on a seat has gone for good without giving the seat up (it is done). */
  stand(seat: number): void {
    this.#local = this.#local.filter(local => local.seat !== seat)
  }

  /**
   * Takes a seat for a player who came back, whichever node held it. A seat that is done stays as it is, so that nothing
   * is asked where it is here already, and its player learns how it ended. Undefined: the race is gone.
   */
  static async takeSeat(
    host: RoomHost,
    race: Race,
    seat: number,
    behind?: () => void,
  ): Promise<Race | undefined> {
    const state = race.seats[seat]
    if (state !== undefined && !isActive(state) && state.node === host.node) return race
    const command = { type: 'take-seat', seat, node: host.node, at: host.now() } as const
    const answer = await host.races.apply(race.plan.id, command, race, behind)
    return answer !== undefined && isRefusal(answer) ? await host.races.load(race.plan.id) : answer
  }

  /** The progress of a seat at another node. */
  onProgress(seat: number, value: number, wpm: number): void {
    if (this.#progress.set(seat, value, wpm)) this.#markBehind(seat)
  }

  /** Sends what changed here to the other nodes; `show` follows, when theirs has come as well. */
  tick(): void {
    this.#awake = false
    if (this.#closed) return
    for (const local of this.#local) {
      if (local.changed) this.#relay(local)
      const { typist } = local
      if (!(typist instanceof KeyedSeat)) continue
      if (this.host.now() - local.savedAt >= CHECKPOINT_MS) this.#save(local)
      if (typist.saved < typist.log.length) this.#wake()
    }
  }

  /** Another node missed something: everything it should know goes out again with the next tick. */
  resync(): void {
    for (const local of this.#local) local.changed = true
    this.#wake()
  }

  /** One frame for each player here who has not seen the latest. */
  show(): void {
    for (const local of this.#local) {
      const { racer, behind } = local
      if (racer === undefined || (behind === 0 && !this.#hasNewAck(local))) continue
      if (isPastRace(local)) {
        local.behind = 0
        continue
      }
      if (racer.isBehind()) {
        this.#wake()
        continue
      }
      local.behind = 0
      if (racer.v1) this.#showTick(local, racer, behind)
      // One bit: one frame, which needs nothing to be held together.
      else if ((behind & (behind - 1)) === 0)
        racer.send(this.#progress.opponentFrame(31 - Math.clz32(behind)))
      else racer.together(() => this.#showEach(racer, behind))
    }
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
        if (seat.state === 'finished') this.host.seatFinished(race, number)
        this.#tellSeat(number)
      }
      if (isActive(seat)) this.#dropIfTaken(number, seat.node, seat.epoch)
    }
    this.#tellOutcomes()
    if (isOver(race)) this.#end()
  }

  /** Reads the record again, after something may have been missed. */
  reload(): void {
    this.#chain.add(async () => {
      const race = await this.host.races.load(this.id)
      if (race !== undefined) this.adopt(race)
    })
  }

  /**
   * Gives the cluster again all it may have lost: the record, the keys of the seats here, and the wish to be settled.
   * What it still has is not touched.
   */
  resubmit(): void {
    this.#chain.add(async () => {
      await this.host.races.restore(this.race)
      for (const local of this.#local) {
        if (!(local.typist instanceof KeyedSeat) || local.epoch === 0) continue
        local.typist.savedUpTo(await this.host.races.savedKeys(this.id, local.seat))
        this.#save(local)
      }
      const race = await this.host.races.load(this.id)
      if (race !== undefined) this.adopt(race)
      if (isOver(this.race)) this.#chain.add(() => this.host.jobs.add({ kind: 'settle', race: this.id }))
      else this.#storeFinishes()
    })
  }

  /** Asks for all finishes here to be stored, once more. */
  #storeFinishes(): void {
    for (const [seat, { state }] of this.race.seats.entries())
      if (state === 'finished') this.#chain.add(() => this.host.jobs.add(this.#finishJob(seat)))
  }

  snapshotFor(seat: number): string {
    const local = this.#localOf(seat)
    const log = local?.typist instanceof KeyedSeat ? local.typist.log : []
    return encode({
      type: 'snapshot',
      race: raceView(this.race, seat, this.host.rematchRoom(this.id)),
      ack: log.length,
      keys: log.map(([offsetMs, key]) => [offsetMs, key] as const),
      seats: this.race.seats.map((_, number) => this.#progress.view(this.race, number)),
    })
  }

  /** How far each seat is, in percent: for those who look on. */
  percents(): readonly number[] {
    return this.#progress.percents()
  }

  /** Resolves when the cluster has been told all there was to tell, or after a second: a node that stops cannot wait longer. */
  async settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, SETTLED_WITHIN_MS)
    })
    await Promise.race([this.#chain.done, late])
    clearTimeout(timer)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const cancel of this.#timers) cancel()
    this.#cancelDecide?.()
    this.#cancelStop?.()
    this.#cancelClose?.()
    for (const local of this.#local) {
      local.onGivenUp?.()
      local.racer = undefined
    }
    this.host.closed(this)
  }

  #openByClock(): void {
    const { plan } = this.race
    this.#started = this.host.now() > plan.startsAt
    if (this.#started) return
    for (const { value, at } of countdownTicks(plan))
      this.#at(at, () => this.#tellAll(encode({ type: 'countdown', value })))
    this.#at(plan.startsAt, () => {
      metrics.startSkew.observe(Math.max(0, this.host.now() - plan.startsAt))
      this.#started = true
      this.#tellAll(this.#startGame(Math.round((plan.endsAt - plan.startsAt) / 1_000)))
    })
  }

  #startGame(duration: number): string {
    return encode({ type: 'start_game', text: this.race.plan.text.text, duration })
  }

  /** A client of contract A that was seated after the start types at once, for the whole seconds that remain. */
  #tellStart(local: LocalSeat): void {
    const remaining = Math.floor((this.race.closesAt - this.host.now()) / 1_000)
    if (!this.#started || local.racer?.v1 !== false || remaining <= 0) return
    if (this.#isTyping(local.seat) && !isPastRace(local)) local.racer.send(this.#startGame(remaining))
  }

  #at(instant: number, run: () => void): void {
    const cancel = this.host.at(instant, () => {
      this.#timers.delete(cancel)
      run()
    })
    this.#timers.add(cancel)
  }

  #tellAll(frame: string): void {
    if (this.race.cancelledAt !== undefined) return
    for (const local of this.#local) {
      if (this.#isTyping(local.seat) && !isPastRace(local)) local.racer?.send(frame)
    }
  }

  /** Timers that follow from the record: the next place to fix, and the deadline. */
  #schedule(): void {
    this.#others = [...new Set(this.race.seats.map(({ node }) => node))].filter(
      node => node !== this.host.node,
    )
    this.#cancelDecide?.()
    this.#cancelStop?.()
    this.#cancelClose?.()
    const decide = decideAt(this.race)
    this.#cancelDecide =
      decide === undefined
        ? undefined
        : this.host.at(decide, () =>
            this.#command(() => ({ type: 'decide', at: Math.max(decide, this.host.now()) })),
          )
    if (isOver(this.race)) return
    const stopAt = this.race.closesAt + this.#creditMs() + 1
    const closeAt = stopAt + REPORT_MS
    this.#cancelStop = this.host.at(stopAt, () => this.#stopSeats(stopAt))
    this.#cancelClose = this.host.at(closeAt, () => {
      const progress = this.#progress.exactPercents()
      this.#command(() => ({ type: 'close', at: Math.max(closeAt, this.host.now()), progress }))
    })
  }

  /** The deadline has passed: the record learns how far the seats here came, since that decides a race without a finish. */
  #stopSeats(stopAt: number): void {
    const progress = this.#progress.exactPercents()
    for (const { seat, epoch, typist } of this.#local) {
      if (typist === undefined || epoch === 0 || !this.isHeld(seat)) continue
      this.#command(() => ({
        type: 'stop-seat',
        seat,
        epoch,
        progress: progress[seat] ?? 0,
        at: Math.max(stopAt, this.host.now()),
      }))
    }
  }

  /** A finish from before the deadline may arrive this much after it. */
  #creditMs(): number {
    return Math.max(...this.race.plan.seats.map(({ creditMs }) => creditMs))
  }

  #localOf(seat: number): LocalSeat | undefined {
    for (const local of this.#local) if (local.seat === seat) return local
    return undefined
  }

  #isTyping(seat: number): boolean {
    return this.race.seats[seat]?.state === 'racing' && this.race.cancelledAt === undefined
  }

  #moved(local: LocalSeat, now: number, value: number): void {
    local.lastKeyAt = now
    local.changed = true
    local.changedAt ??= now
    this.#progress.note(local.seat, value, now)
    this.#markBehind(local.seat)
    this.#wake()
  }

  #wake(): void {
    if (this.#awake) return
    this.#awake = true
    this.host.wake(this)
  }

  #relay(local: LocalSeat): void {
    const { seat, changedAt } = local
    const [value, wpm] = [this.#progress.value(seat), this.#progress.wpm(seat)]
    for (const node of this.#others) this.host.relay(node, { race: this.id, seat, value, wpm, changedAt })
    local.changed = false
    local.changedAt = undefined
  }

  #markBehind(seat: number): void {
    for (const local of this.#local) if (local.seat !== seat) local.behind |= 1 << seat
  }

  #hasNewAck({ typist, ackTold }: LocalSeat): boolean {
    return typist instanceof KeyedSeat && typist.saved > Math.max(0, ackTold)
  }

  #showTick(local: LocalSeat, racer: Racer, behind: number): void {
    const ack = this.#hasNewAck(local) && local.typist instanceof KeyedSeat ? local.typist.saved : undefined
    if (ack !== undefined) local.ackTold = ack
    racer.send(this.#progress.tickFrame(behind, ack))
  }

  #showEach(racer: Racer, behind: number): void {
    for (let seat = 0; seat < this.race.seats.length; seat++) {
      if ((behind & (1 << seat)) !== 0) racer.send(this.#progress.opponentFrame(seat))
    }
  }

  #finishByKeys(local: LocalSeat, typist: KeyedSeat, arrivedAt: number): void {
    const figures = figuresOf(this.race.plan.text.text, typist.log)
    const { verdict } = plausibilityOf({ timed: 'keys', figures, keys: typist.log })
    if (verdict === 'refused') {
      this.leave(local.seat, 'implausible')
      return
    }
    if (figures.finishedMs === null) throw new Error('bug: a completed text without an end')
    const finishedAt = this.race.plan.startsAt + figures.finishedMs
    // First the keys, then the finish: who reads of the finish finds the whole log.
    this.#save(local)
    this.#command(() => ({
      type: 'finish-seat',
      seat: local.seat,
      epoch: local.epoch,
      finishedAt,
      at: Math.max(arrivedAt, finishedAt),
      figures: seatFiguresOf(figures),
      review: verdict === 'review',
    }))
  }

  /** Puts the keys that only this node has into the cluster. Repeats do no harm: the log knows where it ends. */
  #save(local: LocalSeat): void {
    const { typist } = local
    if (!(typist instanceof KeyedSeat) || local.saving || typist.unsaved() === undefined) return
    local.saving = true
    local.savedAt = this.host.now()
    this.#chain.add(async () => {
      for (let keys = typist.unsaved(); keys !== undefined; keys = typist.unsaved()) {
        const { from, count, encoded } = keys
        const answer = await this.host.races.checkpoint(
          this.id,
          local.seat,
          local.epoch,
          from,
          count,
          encoded,
          typist.leastDelayMs,
        )
        if (answer.stored === 'stale' || !typist.savedUpTo(answer.keys)) {
          this.#loseSeat(local, 'taken_over')
          break
        }
      }
      local.saving = false
      this.#wake()
    })
  }

  /** Applies a command after those before it, however long the cluster is out of reach. */
  #command(make: () => RaceCommand): void {
    this.#chain.add(async () => {
      const command = make()
      const finish = command.type === 'finish-seat' ? this.#finishJob(command.seat) : undefined
      // First the job, then the finish: no crash of this node leaves a finish that nobody stores.
      const addedAt = performance.now()
      if (finish !== undefined) await this.host.jobs.add(finish, FINISH_JOB_MS)
      const answer = await this.host.races.apply(this.id, command, this.race)
      if (answer === undefined) {
        this.#vanish()
        return
      }
      if (isRefusal(answer)) {
        if (answer.refused === 'stale-epoch' && 'epoch' in command) this.#onStale(command.seat, command.epoch)
        // The record is not what this node thought.
        const race = await this.host.races.load(this.id)
        if (race !== undefined) this.adopt(race)
        return
      }
      this.host.announce(answer, this.#others)
      this.adopt(answer)
      if (finish !== undefined) {
        // The job may have looked before the finish was there.
        const isLate = performance.now() - addedAt > FINISH_JOB_MS / 2
        if (isLate) this.#chain.add(() => this.host.jobs.add(finish))
      } else if (isOver(answer)) this.#chain.add(() => this.host.jobs.add({ kind: 'settle', race: this.id }))
    })
  }

  #finishJob(seat: number): RaceJob {
    return { kind: 'finish', race: this.id, seat }
  }

  /** Somebody else holds the seat; unless its player has come back here meanwhile. */
  #onStale(seat: number, epoch: number | undefined): void {
    const local = this.#localOf(seat)
    if (local !== undefined && local.epoch === epoch) this.#loseSeat(local, 'taken_over')
  }

  #dropIfTaken(number: number, node: NodeId, epoch: number): void {
    const local = this.#localOf(number)
    if (local === undefined || local.epoch === 0 || local.epoch >= epoch) return
    if (node === this.host.node && local.racer !== undefined) return
    this.#loseSeat(local, 'taken_over')
  }

  #loseSeat(local: LocalSeat, reason: 'taken_over'): void {
    if (this.#localOf(local.seat) === local) this.stand(local.seat)
    local.racer?.onSeatLost(reason)
    local.onGivenUp?.()
    local.onGivenUp = undefined
  }

  #tellSeat(number: number): void {
    const frame = encode({ type: 'seat', race: this.id, ...this.#progress.view(this.race, number) })
    for (const { racer } of this.#local) if (racer?.v1) racer.send(frame)
    const seat = this.race.seats[number]
    const local = this.#localOf(number)
    if (local === undefined || seat === undefined || isActive(seat)) return
    local.onGivenUp?.()
    local.onGivenUp = undefined
  }

  #tellOutcomes(): void {
    for (const local of this.#local) {
      const outcome = outcomeOf(this.race, local.seat)
      if (outcome === undefined || local.outcomeTold || local.racer === undefined) continue
      const { racer, seat } = local
      // What the player has not seen of the others comes first.
      this.show()
      local.outcomeTold = true
      racer.send(this.#gameOver(seat, racer, outcome))
      this.host.outcomeTold(this.race, racer)
      racer.onOutcome()
      // No text follows that it could type, so the race need not wait for it.
      const isUnstarted = this.host.now() < this.race.plan.startsAt
      if (!racer.v1 && isUnstarted && this.isHeld(seat)) this.leave(seat, 'left')
    }
  }

  #gameOver(seat: number, racer: Racer, outcome: Outcome): string {
    const leaderboard = racer.v1 ? undefined : this.host.board()
    return gameOverFrame(this.race, seat, outcome, { wpm: this.#progress.wpm(seat), leaderboard })
  }

  /** For a player whom the race did not wait for: tells what is decided by now, or that it has started. */
  catchUp(seat: number): void {
    const local = this.#localOf(seat)
    if (local !== undefined) {
      this.#tellOutcomes()
      this.#tellStart(local)
    }
    if (isOver(this.race)) this.#end()
  }

  /** The cluster has lost the race, and this node knows too little of it to bring it back. */
  #vanish(): void {
    for (const { racer, seat, outcomeTold } of this.#local) {
      if (racer === undefined) continue
      if (!outcomeTold) {
        racer.send(this.#gameOver(seat, racer, { result: 'cancelled', reason: 'cancelled' }))
        this.host.outcomeTold(this.race, racer)
        racer.onOutcome()
      }
      racer.onRaceOver()
    }
    this.close()
  }

  #end(): void {
    const frame = raceOverFrame(this.race)
    for (const { racer } of this.#local) {
      if (racer === undefined) continue
      if (racer.v1) racer.send(frame)
      racer.onRaceOver()
    }
    this.close()
  }

  /**
   * What the node's clock finds once a second: a v1 player who has not pressed a key for too long is out. Clients of
   * contract A say nothing while their player pauses; only the deadline ends their race.
   */
  checkIdle(now: number): void {
    for (const local of this.#local) {
      const state = this.race.seats[local.seat]
      if (local.racer === undefined || state?.state !== 'racing') continue
      if (!(local.typist instanceof KeyedSeat) || local.typist.complete) continue
      if (now - local.lastKeyAt > NO_KEY_MS) this.leave(local.seat, 'timeout')
    }
  }
}

/** A client of contract A that has received its outcome receives nothing more of the race. */
const isPastRace = ({ racer, outcomeTold }: LocalSeat): boolean => outcomeTold && racer?.v1 === false
