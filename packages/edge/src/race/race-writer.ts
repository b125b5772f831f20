import { FINISH_JOB_MS, type Jobs, type RaceJob, type RaceStore } from '@ketik/cluster'
import {
  GRACE_MS,
  isOver,
  isRefusal,
  type LeaveReason,
  type NodeId,
  type Race,
  type RaceCommand,
} from '@ketik/race'
import type { Log } from '@ketik/runtime'
import type { LiveSeat } from './live-seat.ts'
import type { RaceProgress } from './race-progress.ts'
import type { RaceClock } from './race-timers.ts'
import { RetryChain } from './retry-chain.ts'

const SETTLED_WITHIN_MS = 1_000

export type WriterTies = {
  readonly records: RaceStore
  readonly jobs: Jobs
  readonly log: Log
  readonly clock: Pick<RaceClock, 'now'>
  readonly mail: {
    /** Sends the record to the other nodes at once. */
    announce(race: Race, to: readonly NodeId[]): void
  }
}

/** The race that is written, as this node knows it. */
type Written = {
  readonly race: Race
  readonly others: readonly NodeId[]
  readonly seats: readonly LiveSeat[]
  readonly progress: RaceProgress
  isHeld(seat: number): boolean
  adopt(race: Race): void
  /** Another node holds the seat that this one held in that epoch. */
  onStale(seat: number, epoch: number | undefined): void
  /** The cluster has lost the race, and this node knows too little of it to bring it back. */
  onVanished(): void
}

/** Brings what happens here into the race's record: one change after the other, each until it is stored. */
export class RaceWriter {
  readonly chain: RetryChain

  constructor(
    private readonly ties: WriterTies,
    private readonly written: Written,
  ) {
    this.chain = new RetryChain(ties.log, written.race.plan.id)
  }

  /** Applies a command after those before it, however long the cluster is out of reach. */
  command(make: () => RaceCommand): void {
    this.chain.add(async () => {
      const command = make()
      await (command.type === 'finish-seat' ? this.#finish(command) : this.#apply(command))
    })
  }

  /** With `epoch`: only if this node still holds the seat in it. */
  leave(seat: number, reason: LeaveReason, epoch: number | undefined): void {
    const at = this.ties.clock.now()
    this.command(() => ({ type: 'leave-seat', seat, reason, at, ...(epoch ? { epoch } : {}) }))
  }

  /** A player has dropped, or was gone before it sat. It has its grace, unless it is back already. */
  disconnect(seat: number, epoch: number): void {
    const at = this.ties.clock.now()
    this.command(() => ({ type: 'seat-away', seat, epoch, at }))
    this.#job({ kind: 'grace', race: this.#id, seat, epoch }, GRACE_MS + 50)
  }

  /** The next place can be fixed. */
  onDecide(at: number): void {
    this.command(() => ({ type: 'decide', at: this.#atLeast(at) }))
  }

  /** The record learns how far the seats here came, since that decides a race without a finish. */
  onStop(at: number): void {
    const { seats, progress } = this.written
    const percents = progress.exactPercents()
    for (const { seat, epoch } of seats) {
      if (epoch === 0 || !this.written.isHeld(seat)) continue
      const typed = percents[seat] ?? 0
      this.command(() => ({ type: 'stop-seat', seat, epoch, progress: typed, at: this.#atLeast(at) }))
    }
  }

  onClose(at: number): void {
    const progress = this.written.progress.exactPercents()
    this.command(() => ({ type: 'close', at: this.#atLeast(at), progress }))
  }

  /** Reads the record again, after something may have been missed. */
  reload(): void {
    this.chain.add(() => this.#load())
  }

  /**
   * Gives the cluster again all it may have lost: the record, the keys of the seats here, and the wish to be settled.
   * What it still has stays as it is.
   */
  resubmit(): void {
    this.chain.add(async () => {
      await this.ties.records.restore(this.written.race)
      for (const { log } of this.written.seats) await log?.restore()
      await this.#load()
      const { race } = this.written
      if (isOver(race)) this.#job({ kind: 'settle', race: this.#id })
      else
        for (const [seat, { state }] of race.seats.entries())
          if (state === 'finished') this.#job(this.#finishJob(seat))
    })
  }

  /** Resolves when the cluster has everything, or after a second: a node that stops cannot wait longer. */
  async settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, SETTLED_WITHIN_MS)
    })
    await Promise.race([this.chain.done, late])
    clearTimeout(timer)
  }

  get #id(): string {
    return this.written.race.plan.id
  }

  async #load(): Promise<void> {
    const race = await this.ties.records.load(this.#id)
    if (race !== undefined) this.written.adopt(race)
  }

  /** First the job, then the finish: no crash of this node leaves a finish that nobody stores. */
  async #finish(command: Extract<RaceCommand, { type: 'finish-seat' }>): Promise<void> {
    const job = this.#finishJob(command.seat)
    const addedAt = performance.now()
    await this.ties.jobs.add(job, FINISH_JOB_MS)
    const stored = await this.#store(command)
    // The job may have run before the finish was there.
    if (stored !== undefined && performance.now() - addedAt > FINISH_JOB_MS / 2) this.#job(job)
  }

  async #apply(command: RaceCommand): Promise<void> {
    const stored = await this.#store(command)
    if (stored !== undefined && isOver(stored)) this.#job({ kind: 'settle', race: this.#id })
  }

  /** The record with the command in it; undefined when it changed nothing. */
  async #store(command: RaceCommand): Promise<Race | undefined> {
    const { written } = this
    const answer = await this.ties.records.apply(this.#id, command, written.race)
    if (answer === undefined) {
      written.onVanished()
      return undefined
    }
    if (isRefusal(answer)) {
      if (answer.refused === 'stale-epoch' && 'epoch' in command) written.onStale(command.seat, command.epoch)
      // The record is not what this node thought.
      await this.#load()
      return undefined
    }
    this.ties.mail.announce(answer, written.others)
    written.adopt(answer)
    return answer
  }

  #atLeast(instant: number): number {
    return Math.max(instant, this.ties.clock.now())
  }

  #finishJob(seat: number): RaceJob {
    return { kind: 'finish', race: this.#id, seat }
  }

  #job(job: RaceJob, delayMs?: number): void {
    this.chain.add(() => this.ties.jobs.add(job, delayMs))
  }
}
