import type { Choices } from './choices.ts'

/** Whoever takes steps: a process, a player, Redis. What is due for a dead one never happens. */
export type Actor = { readonly name: string; readonly alive: boolean; pausedUntil: number }

export const newActor = (name: string): Actor => ({ name, alive: true, pausedUntil: 0 })

/** Something that will happen to an actor. Of two that are due together the one that was added first comes first. */
export type SimEvent = {
  due: number
  readonly actor: Actor
  readonly what: string
  readonly run: () => void
  /** It has happened, or never will. */
  done: boolean
}

export type Violation = { readonly rule: string; readonly what: string }

/** Cluster time at which every schedule begins. */
const EPOCH_MS = 1_800_000_000_000

/** Delays in ms of a message or an answer: mostly short, sometimes long enough for anything to come in between. */
const DELAYS = [
  0.1, 0.2, 0.3, 0.5, 0.1, 0.4, 1, 2, 0.2, 3, 5, 0.6, 8, 1.5, 20, 0.3, 40, 4, 90, 0.7, 180, 2.5, 350, 1.2,
  700, 12, 1_400, 0.9, 30, 0.15, 60, 6,
]

/** Virtual time and all that is going to happen in it. One step is one event, with all the microtasks it sets off. */
export class World {
  now = 0
  steps = 0
  /** How many of the delays may occur, from 1 (all alike) to 32. */
  wildness = 1
  readonly scene = newActor('scene')
  /** Whose step it is. */
  current: Actor = this.scene
  /** What happened, when asked for. */
  readonly trace: string[] | undefined
  readonly violations: Violation[] = []
  /** The next event last. */
  readonly #events: SimEvent[] = []

  constructor(
    readonly choices: Choices,
    traced: boolean,
  ) {
    this.trace = traced ? [] : undefined
  }

  /** In epoch milliseconds. */
  readonly clusterNow = (): number => EPOCH_MS + this.now

  /** From 0 to 1. */
  readonly chance = (): number => this.choices.pick(1_000) / 1_000

  at(due: number, actor: Actor, what: string, run: () => void): SimEvent {
    const event = { due, actor, what, run, done: false }
    this.#add(event)
    return event
  }

  after(ms: number, actor: Actor, what: string, run: () => void): SimEvent {
    return this.at(this.now + ms, actor, what, run)
  }

  /** Like `after`. Answers how to cancel. */
  timer(ms: number, actor: Actor, run: () => void): () => void {
    const event = this.after(ms, actor, '', run)
    return () => {
      event.done = true
    }
  }

  /** How long something is under way. */
  delay(): number {
    return DELAYS[this.choices.pick(this.wildness)] ?? 0.1
  }

  note(what: string): void {
    this.trace?.push(`${this.now.toFixed(1).padStart(9)}  ${this.current.name.padEnd(6)} ${what}`)
  }

  fail(rule: string, what: string): void {
    this.note(`BROKEN ${rule}: ${what}`)
    this.violations.push({ rule, what })
  }

  /** Takes the next step; false when nothing is left, or the next one is later than `until`. */
  step(until: number): boolean {
    for (let event = this.#events.pop(); event !== undefined; event = this.#events.pop()) {
      const { actor, due } = event
      if (event.done || !actor.alive) continue
      if (actor.pausedUntil > due) {
        event.due = actor.pausedUntil
        this.#add(event)
        continue
      }
      if (due > until) return false
      event.done = true
      this.now = Math.max(this.now, due)
      this.current = actor
      this.steps++
      if (event.what !== '') this.note(event.what)
      event.run()
      return true
    }
    return false
  }

  #add(event: SimEvent): void {
    this.#events.splice(this.#events.findLastIndex(({ due }) => due > event.due) + 1, 0, event)
  }
}
