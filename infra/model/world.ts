import type { Choices } from './choices.ts'
import { type Actor, EventHeap, type SimEvent } from './event-heap.ts'

/** Cluster time at which every schedule begins. */
export const EPOCH_MS = 1_800_000_000_000

/** Delays in ms of a message or an answer: mostly short, sometimes long enough for anything to come in between. */
const DELAYS = [
  0.1, 0.2, 0.3, 0.5, 0.1, 0.4, 1, 2, 0.2, 3, 5, 0.6, 8, 1.5, 20, 0.3, 40, 4, 90, 0.7, 180, 2.5, 350, 1.2,
  700, 12, 1_400, 0.9, 30, 0.15, 60, 6,
]

const JUMP_MS_MIN = 500
const JUMP_MS_MAX = 6_000
/** Between two jumps all that repeats itself has its turn. */
const RUN_MS = 1_300

/** Virtual time and all that is going to happen in it. One step is one event, with all the microtasks it sets off. */
export class World {
  now = 0
  steps = 0
  /** Whose step it is. */
  current: Actor
  readonly scene: Actor = { name: 'scene', alive: true, pausedUntil: 0 }
  /** What happened, when asked for. */
  readonly trace: string[] | undefined
  /** Whether nothing is going on but clocks ticking: then time may pass at once. */
  isQuiet: () => boolean = () => false
  readonly #events = new EventHeap()
  /** Those that are not idle; some have happened already. */
  readonly #busy = new EventHeap()
  #jumpedAt = 0
  #jumpedFrom = 0
  #order = 0

  /** `wildness`: how many of the delays may occur, from 1 (all alike) to 32. */
  constructor(
    readonly choices: Choices,
    traced: boolean,
    public wildness = 1,
  ) {
    this.current = this.scene
    this.trace = traced ? [] : undefined
  }

  actor(name: string): Actor {
    return { name, alive: true, pausedUntil: 0 }
  }

  at(due: number, actor: Actor, what: string, run: () => void, idle = false): SimEvent {
    const event = { due, order: this.#order++, actor, what, run, idle, cancelled: false }
    this.#events.add(event)
    if (!idle) this.#busy.add(event)
    return event
  }

  after(ms: number, actor: Actor, what: string, run: () => void, idle = false): SimEvent {
    return this.at(this.now + ms, actor, what, run, idle)
  }

  /** How long something is under way. */
  delay(): number {
    return DELAYS[this.choices.pick(this.wildness)] ?? 0.1
  }

  note(what: string): void {
    this.trace?.push(`${this.now.toFixed(1).padStart(9)}  ${this.current.name.padEnd(6)} ${what}`)
  }

  /** Takes the next step; false when nothing is left, or the next one is later than `until`. */
  step(until: number): boolean {
    for (;;) {
      const event = this.#events.take()
      if (event === undefined) return false
      const { actor } = event
      if (event.cancelled || !actor.alive) continue
      if (event.due > until) {
        this.#events.add(event)
        return false
      }
      if (actor.pausedUntil > event.due) {
        event.due = actor.pausedUntil
        this.#events.add(event)
        continue
      }
      if (event.idle && this.#jump()) {
        event.due += this.now - this.#jumpedFrom
        this.#events.add(event)
        continue
      }
      event.cancelled = true
      this.now = Math.max(this.now, event.due)
      this.current = actor
      this.steps++
      if (this.trace !== undefined && event.what !== '') this.note(event.what)
      event.run()
      return true
    }
  }

  /** Skips what only repeats itself, a few seconds at a time, up to shortly before something else is due. */
  #jump(): boolean {
    if (this.now - this.#jumpedAt < RUN_MS) return false
    for (;;) {
      const next = this.#busy.first
      if (next === undefined) return false
      if (!next.cancelled && next.actor.alive && next.due - this.now < RUN_MS + JUMP_MS_MIN) return false
      if (!next.cancelled && next.actor.alive) break
      this.#busy.take()
    }
    if (!this.isQuiet()) return false
    const ms = Math.min(JUMP_MS_MAX, (this.#busy.first?.due ?? 0) - this.now - RUN_MS)
    this.#jumpedFrom = this.now
    this.now += ms
    this.#jumpedAt = this.now
    this.#events.putOffIdle(ms)
    return true
  }
}
