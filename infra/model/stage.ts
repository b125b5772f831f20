import { MemoryCluster } from '@ketik/cluster/memory'
import type { Log } from '@ketik/runtime'
import type { Actor } from './event-heap.ts'
import { MemoryScores } from './memory-scores.ts'
import { SimLink } from './sim-link.ts'
import { Witness } from './witness.ts'
import { EPOCH_MS, type World } from './world.ts'

/** What all actors of one schedule share, and where they meet. */
export class Stage {
  readonly redis: Actor
  readonly postgres: Actor
  readonly memory: MemoryCluster
  readonly scores: MemoryScores
  readonly witness: Witness

  constructor(readonly world: World) {
    this.redis = world.actor('redis')
    this.postgres = world.actor('pg')
    this.memory = new MemoryCluster(() => this.now())
    this.witness = new Witness(this.memory, world)
    this.scores = new MemoryScores((settlement, stored) => this.witness.onSettle(settlement, stored))
  }

  /** Cluster time in epoch milliseconds. */
  now(): number {
    return EPOCH_MS + this.world.now
  }

  toRedis(actor: Actor): SimLink {
    return new SimLink(this.world, actor, this.redis, (by, what) => this.witness.onCommand(by, what))
  }

  toPostgres(actor: Actor): SimLink {
    return new SimLink(this.world, actor, this.postgres)
  }

  /** What a process logs goes into the trace; what it calls an error is a bug found. */
  log(): Log {
    const note = (first: unknown, second?: unknown) => {
      if (this.world.trace !== undefined) this.world.note(`logs: ${textOf(first, second)}`)
    }
    const log = {
      debug: () => {},
      info: () => {},
      warn: note,
      error: (first: unknown, second?: unknown) => {
        note(first, second)
        this.witness.fail('MODEL-9', textOf(first, second))
      },
    }
    return log as unknown as Log
  }
}

const textOf = (first: unknown, second: unknown): string => {
  const error = typeof first === 'object' && first !== null && 'err' in first ? first.err : undefined
  const text = typeof first === 'string' ? first : `${second}`
  return error === undefined ? text : `${text} (${error instanceof Error ? error.message : error})`
}
