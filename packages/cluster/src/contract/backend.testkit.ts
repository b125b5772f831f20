import type { RacePlan } from '@ketik/race'
import { createLog } from '@ketik/runtime'
import type { JobHandlers, SharedCluster, Ticket } from '../index.ts'

/** A cluster that nobody else uses, of one kind or the other. */
type Backend = {
  /** Joins one more process to it. */
  join(): Promise<SharedCluster>
  /** Starts a worker. */
  work(handlers: JobHandlers): Promise<void>
  close(): Promise<void>
}

export type OpenBackend = () => Promise<Backend>

export const silent = createLog('test', 'silent')

export const planOf = (id: string, ...players: readonly string[]): RacePlan => ({
  id,
  text: { id: 't1', lang: 'en', text: 'ab ab', source: 'a test', licence: 'CC0-1.0' },
  startsAt: 1_000_000,
  endsAt: 1_090_000,
  seats: players.map(player => ({
    player,
    username: player,
    timed: 'keys',
    creditMs: 0,
    resumable: true,
  })),
})

export const ticketOf = (player: string, node: string, since: number): Ticket => ({
  player,
  username: player,
  timed: 'keys',
  creditMs: 0,
  resumable: true,
  node,
  since,
})

/** What is gathered, once there is as much of it as asked for. */
export class Gathering<T> {
  readonly items: T[] = []
  #want = 0
  #enough: (() => void) | undefined

  add(item: T): void {
    this.items.push(item)
    if (this.items.length >= this.#want) this.#enough?.()
  }

  async atLeast(count: number): Promise<readonly T[]> {
    if (this.items.length < count) {
      this.#want = count
      await new Promise<void>(resolve => {
        this.#enough = resolve
      })
    }
    return this.items
  }
}
