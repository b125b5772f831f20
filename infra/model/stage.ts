import { MemoryCluster } from '@ketik/cluster/memory'
import type { Log } from '@ketik/runtime'
import { MemoryScores } from './memory-scores.ts'
import { ToldWitness } from './told-witness.ts'
import { Witness } from './witness.ts'
import { newActor, type World } from './world.ts'

/** What all actors of one schedule share, and where they meet. */
export class Stage {
  readonly redis = newActor('redis')
  readonly postgres = newActor('pg')
  readonly memory: MemoryCluster
  readonly witness: Witness
  readonly told: ToldWitness
  readonly scores: MemoryScores
  /** What a process logs goes into the trace; what it calls an error is a bug found. */
  readonly log: Log

  constructor(readonly world: World) {
    this.memory = new MemoryCluster(world.clusterNow)
    this.scores = new MemoryScores(world)
    this.witness = new Witness(this.memory, this.scores, world)
    this.told = new ToldWitness(this.witness, this.scores, world)
    const warn = (...logged: readonly unknown[]) => world.note(`logs: ${textOf(logged)}`)
    const error = (...logged: readonly unknown[]) => world.fail('MODEL-9', textOf(logged))
    this.log = { debug: () => {}, info: () => {}, warn, error } as unknown as Log
  }
}

/** Of what a process logs: a message, or first an object that may have the error. */
const textOf = ([first, message]: readonly unknown[]): string => {
  if (typeof first === 'string') return first
  const error = typeof first === 'object' && first !== null && 'err' in first ? first.err : ''
  return `${message} (${error})`
}
