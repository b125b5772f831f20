import { ArrivalPlayer } from './arrival-player.ts'
import { checkAtRest, isAtRest } from './check-at-rest.ts'
import { type Choices, choicesByList, choicesBySeed } from './choices.ts'
import { EdgeProcess } from './edge-process.ts'
import { chooseFaults, strike } from './faults.ts'
import { MatchmakerProcess } from './matchmaker-process.ts'
import { Player } from './player.ts'
import { chooseScript } from './script.ts'
import { Stage } from './stage.ts'
import { enterVirtualTime, realImmediate } from './virtual-time.ts'
import type { Violation } from './witness.ts'
import { World } from './world.ts'

/** By then every race that was begun in time has met its deadline. */
const ENDS_MS = 240_000
const REST_CHECK_STEPS = 64
/** After its last race some schedules lose all nodes, and the matchmakers see to what is left until the last deadline. */
const AFTERMATH_MS = 105_000
const WILDNESS = [1, 4, 8, 16, 32, 32] as const

export type Outcome = {
  readonly violations: readonly Violation[]
  readonly steps: number
  readonly virtualMs: number
  readonly races: number
  readonly picked: readonly number[]
  readonly trace: readonly string[]
}

/** Changes the stage before anything happens: how the model is shown to notice. */
export type Sabotage = (stage: Stage) => void

export const runSeed = (seed: number, traced = false, sabotage?: Sabotage): Promise<Outcome> =>
  runSchedule(choicesBySeed(seed), traced, sabotage)

export const replay = (picked: readonly number[], traced = false, sabotage?: Sabotage): Promise<Outcome> =>
  runSchedule(choicesByList(picked), traced, sabotage)

const runSchedule = async (choices: Choices, traced: boolean, sabotage?: Sabotage): Promise<Outcome> => {
  const world = new World(choices, traced)
  const stage = new Stage(world)
  sabotage?.(stage)
  const leave = enterVirtualTime(world, () => stage.now())
  try {
    const scene = new Scene(stage)
    await steps(() => scene.step())
    scene.finish()
  } finally {
    leave()
  }
  const { violations, races } = stage.witness
  return {
    violations,
    steps: world.steps,
    virtualMs: world.now,
    races: races.size,
    picked: choices.picked,
    trace: world.trace ?? [],
  }
}

/** Everyone who takes part, until all have come to rest. */
class Scene {
  readonly #edges: EdgeProcess[] = []
  readonly #matchmakers: MatchmakerProcess[] = []
  readonly #players: (Player | ArrivalPlayer)[] = []
  readonly #faults
  readonly #seatsMax: number
  readonly #hasAftermath: boolean
  #endsMs = ENDS_MS
  #inAftermath = false
  #born = 0

  constructor(private readonly stage: Stage) {
    const { world } = stage
    const { choices } = world
    world.wildness = WILDNESS[choices.pick(WILDNESS.length)] ?? 1
    this.#seatsMax = 2 + choices.pick(2)
    this.#hasAftermath = choices.pick(8) === 7
    const edges = 2 + choices.pick(2)
    const matchmakers = 1 + choices.pick(2)
    const players = 2 + choices.pick(4)
    for (let i = 0; i < edges; i++) this.#startEdge()
    for (let i = 0; i < matchmakers; i++) this.#startMatchmaker()
    for (let i = 0; i < players; i++) {
      const isArrival = choices.pick(6) === 5
      const script = chooseScript(choices)
      const name = `${isArrival ? 'a' : 'p'}${i + 1}`
      this.#players.push(new (isArrival ? ArrivalPlayer : Player)(stage, name, script, () => this.#edges))
    }
    world.isQuiet = () => this.#isQuiet()
    this.#faults = [...chooseFaults(choices)].sort((a, b) => b.atStep - a.atStep)
  }

  /** One step of the schedule; false when it is over. */
  step(): boolean {
    const { world, redis, witness } = this.stage
    if (witness.violations.length > 0) return false
    const fault = this.#faults.at(-1)
    if (fault !== undefined && world.steps >= fault.atStep && !this.#inAftermath) {
      this.#faults.pop()
      const processes = [...this.#edges, ...this.#matchmakers]
      strike(fault, { world, processes, redis, replace: (process, ms) => this.#replace(process, ms) })
      return true
    }
    if (
      world.steps % REST_CHECK_STEPS === 0 &&
      !this.#inAftermath &&
      isAtRest(this.stage, this.#players, this.#edges)
    ) {
      if (!this.#hasAftermath) return false
      this.#enterAftermath()
    }
    return world.step(this.#endsMs)
  }

  /** Nobody waits, nothing is being worked on, and no dead node is still to be found. */
  #isQuiet(): boolean {
    const { memory } = this.stage
    const { server, names } = memory
    if (server.hlen(names.tickets) > 1 || server.hlen(names.placed) > 0) return false
    for (const { lock } of memory.jobs.all) if (lock !== undefined) return false
    const dead = this.#edges.filter(({ actor }) => !actor.alive)
    return dead.every(({ actor }) => server.zscore(names.nodes, actor.name) === null)
  }

  finish(): void {
    if (this.stage.witness.violations.length === 0) checkAtRest(this.stage, this.#players, this.#edges)
  }

  #enterAftermath(): void {
    this.#inAftermath = true
    this.#endsMs = this.stage.world.now + AFTERMATH_MS
    for (const edge of this.#edges) edge.crash()
  }

  #replace(process: EdgeProcess | MatchmakerProcess, afterMs: number): void {
    this.stage.world.after(afterMs, this.stage.world.scene, '', () => {
      if (this.#inAftermath) return
      if (process.kind === 'edge') this.#startEdge()
      else this.#startMatchmaker()
    })
  }

  #startEdge(): void {
    const skewMs = [0, 3, -3, 20, -20][this.stage.world.choices.pick(5)] ?? 0
    const edge = new EdgeProcess(this.stage, `e${++this.#born}`, skewMs)
    edge.onDeath(() => {
      if (edge.node === undefined) this.#replace(edge, 1_000)
    })
    this.#edges.push(edge)
    edge.start()
  }

  #startMatchmaker(): void {
    const matchmaker = new MatchmakerProcess(this.stage, `m${++this.#born}`, this.#seatsMax)
    this.#matchmakers.push(matchmaker)
    matchmaker.start()
  }
}

const BATCH = 64

/** Takes steps with all microtasks run in between, without a turn of the event loop for each. */
const steps = (step: () => boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    let over = false
    const take = () => {
      if (over) return
      try {
        if (step()) return
        over = true
        resolve()
      } catch (error) {
        over = true
        reject(error)
      }
    }
    const batch = () => {
      if (over) return
      for (let i = 0; i < BATCH; i++) realImmediate(take)
      realImmediate(batch)
    }
    batch()
  })
