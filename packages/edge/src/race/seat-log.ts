import type { RaceStore } from '@ketik/cluster'
import type { RaceId } from '@ketik/race'
import type { KeyTypist } from './key-typist.ts'
import type { RaceClock } from './race-timers.ts'
import type { RetryChain } from './retry-chain.ts'

const CHECKPOINT_MS = 1_000

type LogTies = {
  readonly records: Pick<RaceStore, 'checkpoint' | 'savedKeys'>
  readonly clock: Pick<RaceClock, 'now'>
}

/** The race of the seat. */
type Logged = {
  readonly id: RaceId
  readonly writer: { readonly chain: RetryChain }
  readonly relay: { wake(): void }
  /** Another node writes the log of this seat now. */
  onStale(seat: number, epoch: number): void
}

/** The keys of one seat on their way into the cluster, and what their player knows of that. */
export class SeatLog {
  #savedAt: number
  #isSaving = false
  #ackSent = -1

  constructor(
    private readonly ties: LogTies,
    private readonly race: Logged,
    private readonly seat: number,
    /** The epoch in which this node writes the seat; 0 where it writes nothing. */
    private readonly epoch: number,
    private readonly typist: KeyTypist,
  ) {
    this.#savedAt = ties.clock.now()
  }

  /** Some keys are in this node alone. */
  get isBehind(): boolean {
    return this.typist.saved < this.typist.log.length
  }

  get hasNewAck(): boolean {
    return this.typist.saved > Math.max(0, this.#ackSent)
  }

  /** How many keys are safe, if the player does not know yet. */
  takeAck(): number | undefined {
    if (!this.hasNewAck) return undefined
    this.#ackSent = this.typist.saved
    return this.#ackSent
  }

  saveIfDue(): void {
    if (this.ties.clock.now() - this.#savedAt >= CHECKPOINT_MS) this.save()
  }

  /** Puts the keys that only this node has into the cluster. A repeat does no harm, because the stored log knows its end. */
  save(): void {
    if (this.#isSaving || !this.isBehind) return
    this.#isSaving = true
    this.#savedAt = this.ties.clock.now()
    this.race.writer.chain.add(() => this.#saveAll())
  }

  /** Redis may have lost some of the keys: it gets them again. */
  async restore(): Promise<void> {
    if (this.epoch === 0) return
    this.typist.savedUpTo(await this.ties.records.savedKeys(this.race.id, this.seat))
    this.save()
  }

  async #saveAll(): Promise<void> {
    const { race, seat, epoch } = this
    for (let keys = this.typist.unsaved(); keys !== undefined; keys = this.typist.unsaved()) {
      const { from, count, encoded } = keys
      const { leastDelayMs } = this.typist
      const answer = await this.ties.records.checkpoint(
        race.id,
        seat,
        epoch,
        from,
        count,
        encoded,
        leastDelayMs,
      )
      if (answer.stored === 'stale' || !this.typist.savedUpTo(answer.keys)) {
        race.onStale(seat, epoch)
        break
      }
    }
    this.#isSaving = false
    race.relay.wake()
  }
}
