import { ArrivalPlayer } from './arrival-player.ts'
import { isAtRest, openEnds } from './check-at-rest.ts'
import { chooseFaults, type Fault, strike } from './faults.ts'
import { Player } from './player.ts'
import type { Process } from './process.ts'
import { chooseScript } from './script.ts'
import type { ScriptedPlayer } from './scripted-player.ts'
import type { Stage } from './stage.ts'
import { startEdge, startMatchmaker } from './start-process.ts'

/** By then every race that was begun in time has met its deadline. */
const ENDS_MS = 240_000
const REST_CHECK_STEPS = 64
/** After its last race some schedules lose all nodes, and the matchmakers see to what is left until the last deadline. */
const AFTERMATH_MS = 105_000
const RESTART_MS = 1_000

/** Everyone who takes part, until all have come to rest. */
export class Scene {
  readonly processes: Process[] = []
  readonly players: readonly ScriptedPlayer[]
  readonly #faults: Fault[]
  readonly #seatsMax: number
  readonly #hasAftermath: boolean
  #endsMs = ENDS_MS
  #inAftermath = false

  constructor(private readonly stage: Stage) {
    const { world } = stage
    const { choices } = world
    world.wildness = choices.oneOf(1, 4, 8, 16, 32, 32)
    this.#seatsMax = 2 + choices.pick(2)
    this.#hasAftermath = choices.pick(8) === 7
    const edges = 2 + choices.pick(2)
    const matchmakers = 1 + choices.pick(2)
    const players = 2 + choices.pick(4)
    for (let i = 0; i < edges; i++) this.#start('e')
    for (let i = 0; i < matchmakers; i++) this.#start('m')
    this.players = Array.from({ length: players }, (_, i) => {
      const [Kind, letter] =
        choices.pick(6) === 5 ? ([ArrivalPlayer, 'a'] as const) : ([Player, 'p'] as const)
      return new Kind(stage, `${letter}${i + 1}`, chooseScript(choices), () => this.processes)
    })
    this.#faults = chooseFaults(choices)
  }

  /** One step of the schedule; false when it is over. */
  step(): boolean {
    const { world } = this.stage
    if (world.violations.length > 0) return false
    if (this.#inAftermath) return world.step(this.#endsMs)
    const [fault] = this.#faults
    if (fault !== undefined && world.steps >= fault.atStep) {
      this.#faults.shift()
      this.#strike(fault)
      return true
    }
    if (world.steps % REST_CHECK_STEPS === 0 && isAtRest(this.stage, this)) {
      if (!this.#hasAftermath) return false
      this.#inAftermath = true
      this.#endsMs = world.now + AFTERMATH_MS
      for (const process of this.processes) if (process.kind === 'e') process.crash()
    }
    return world.step(this.#endsMs)
  }

  finish(): void {
    const { world, told } = this.stage
    if (world.violations.length > 0) return
    for (const { rule, what } of openEnds(this.stage, this)) world.fail(rule, what)
    told.checkAtRest()
  }

  #strike(fault: Fault): void {
    const alive = this.processes.filter(({ alive }) => alive)
    const process = alive[fault.target % Math.max(1, alive.length)]
    if (process !== undefined)
      strike(fault, process, this.stage, afterMs => this.#replace(process.kind, afterMs))
  }

  #replace(kind: Process['kind'], afterMs: number): void {
    const { world } = this.stage
    world.after(afterMs, world.scene, '', () => {
      if (!this.#inAftermath) this.#start(kind)
    })
  }

  #start(kind: Process['kind']): void {
    const name = `${kind}${this.processes.length + 1}`
    this.processes.push(
      kind === 'm'
        ? startMatchmaker(this.stage, name, this.#seatsMax)
        : startEdge(this.stage, name, () => this.#replace(kind, RESTART_MS)),
    )
  }
}
