import { Connection } from './connection.ts'
import type { EdgeProcess } from './edge-process.ts'
import type { Actor } from './event-heap.ts'
import type { Frame } from './frame.ts'
import type { PlayerState } from './player.ts'
import type { Script } from './script.ts'
import type { Stage } from './stage.ts'

const STEPS = 4
const STUCK_CHECK_MS = 5_000
const STUCK_CHECKS = 4

/** A player of contract A: one race, told in percents; a lost connection is the end of it. */
export class ArrivalPlayer {
  readonly actor: Actor
  state: PlayerState | 'at the door' = 'out'
  #connection: Connection | undefined

  constructor(
    private readonly stage: Stage,
    readonly name: string,
    private readonly script: Script,
    private readonly edges: () => readonly EdgeProcess[],
  ) {
    this.actor = stage.world.actor(name)
    this.#after(script.startsAfterMs, () => this.#connect())
    if (script.losesAfterMs > 0) this.#after(script.losesAfterMs, () => this.#go(script.nodeHearsAfterMs))
  }

  #connect(): void {
    if (this.state === 'done') return
    const open = this.edges().filter(({ accepts }) => accepts)
    const to = open[this.stage.world.choices.pick(open.length)]
    if (to === undefined) {
      this.#after(300, () => this.#connect())
      return
    }
    this.state = 'at the door'
    this.#connection = new Connection(this.stage.world, this.actor, to, {
      onText: text => this.#hear(JSON.parse(text) as Frame),
      onClosed: () => this.#go(0),
    })
    this.#say({ type: 'login', username: this.name })
  }

  #hear(frame: Frame): void {
    const { type, status, code } = frame
    if (type === 'res_leaderboard' && this.state === 'at the door') this.#ask()
    else if (status === 'matched') this.state = 'racing'
    else if (type === 'start_game') this.#type()
    else if (type === 'game_over' && this.state === 'racing') {
      this.stage.witness.onToldByName(String(frame['race']), this.name, frame)
      this.#go(0)
    } else if (type === 'error' && (code === 'name_taken' || code === 'unavailable')) this.#go(0)
  }

  #ask(): void {
    this.state = 'waiting'
    this.#say({ type: 'req_matchmaking' })
    this.#after(this.script.waitsMs, () => {
      if (this.state !== 'waiting') return
      this.#say({ type: 'leave_queue' })
      this.#after(STUCK_CHECK_MS, () => this.#giveUpWaiting(STUCK_CHECKS))
    })
  }

  #giveUpWaiting(checks: number): void {
    if (this.state !== 'waiting') return
    const isStuck = this.#connection?.session?.queueing !== undefined
    if (isStuck && checks > 0) {
      this.#say({ type: 'leave_queue' })
      this.#after(STUCK_CHECK_MS, () => this.#giveUpWaiting(checks - 1))
      return
    }
    if (isStuck)
      this.stage.witness.fail('MODEL-4', `${this.name} waits for ever: it has no ticket and no race`)
    this.#go(0)
  }

  #type(): void {
    for (let step = 1; step <= STEPS; step++) {
      if (this.script.stopsAtKey > 0 && step > 2) return
      this.#after(step * 2 * this.script.keyMs, () => {
        if (this.state !== 'racing') return
        this.#say({ type: 'progress', progress: (100 * step) / STEPS, wpm: 60 })
        if (step === STEPS) this.#say({ type: 'finish', wpm: 60 })
      })
    }
  }

  #go(nodeHearsAfterMs: number): void {
    if (this.state === 'done') return
    this.state = 'done'
    this.#connection?.leave(nodeHearsAfterMs)
  }

  #say(message: Frame): void {
    this.#connection?.send(JSON.stringify(message))
  }

  #after(ms: number, run: () => void): void {
    this.stage.world.after(ms, this.actor, '', run)
  }
}
