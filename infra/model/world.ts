import type { Choices } from './choices.ts'

/** Whoever takes steps: a process, a player, Redis. What is due for a dead one never happens. */
export type Actor = { readonly name: string; readonly alive: boolean; pausedUntil: number }

export const newActor = (name: string): Actor => ({ name, alive: true, pausedUntil: 0 })

/** Something that will happen to an actor. Of two that are due together the one that was added first comes first. */
export type SimEvent = {
  due: number
  readonly order: number
  readonly actor: Actor
  readonly what: string
  readonly run: () => void
  /** What happens again and again, and may be skipped for a while when nothing else happens. */
  readonly idle: boolean
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

const JUMP_MS_MIN = 500
const JUMP_MS_MAX = 6_000
/** Between two jumps all that repeats itself has its turn. */
const RUN_MS = 1_300

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
  /** Whether nothing is going on but clocks ticking: then time may pass at once. */
  isQuiet: () => boolean = () => false
  /** The next event last. */
  readonly #busy: SimEvent[] = []
  readonly #idle: SimEvent[] = []
  #jumpedAt = 0
  #order = 0

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

  at(due: number, actor: Actor, what: string, run: () => void, idle = false): SimEvent {
    const event = { due, order: this.#order++, actor, what, run, idle, done: false }
    this.#add(event)
    return event
  }

  after(ms: number, actor: Actor, what: string, run: () => void, idle = false): SimEvent {
    return this.at(this.now + ms, actor, what, run, idle)
  }

  /** Like `after`. Answers how to cancel; time passes and a step is taken nevertheless. */
  timer(ms: number, actor: Actor, run: () => void, idle: boolean): () => void {
    let isCancelled = false
    this.after(ms, actor, '', () => isCancelled || run(), idle)
    return () => {
      isCancelled = true
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
    for (;;) {
      const events = isBefore(this.#idle.at(-1), this.#busy.at(-1)) ? this.#idle : this.#busy
      const event = events.at(-1)
      if (event === undefined || (event.due > until && !isGone(event))) return false
      const { actor } = event
      if (isGone(event)) events.pop()
      else if (actor.pausedUntil > event.due) {
        events.pop()
        event.due = actor.pausedUntil
        this.#add(event)
      } else if (!event.idle || !this.#jump()) {
        events.pop()
        event.done = true
        this.now = Math.max(this.now, event.due)
        this.current = actor
        this.steps++
        if (event.what !== '') this.note(event.what)
        event.run()
        return true
      }
    }
  }

  #add(event: SimEvent): void {
    const events = event.idle ? this.#idle : this.#busy
    events.splice(events.findLastIndex(other => isBefore(event, other)) + 1, 0, event)
  }

  /** Skips what only repeats itself, a few seconds at a time, up to shortly before something else is due. */
  #jump(): boolean {
    const busy = this.#busy
    while (isGone(busy.at(-1))) busy.pop()
    const leftMs = (busy.at(-1)?.due ?? 0) - this.now - RUN_MS
    if (this.now - this.#jumpedAt < RUN_MS || leftMs < JUMP_MS_MIN || !this.isQuiet()) return false
    const ms = Math.min(JUMP_MS_MAX, leftMs)
    this.now += ms
    this.#jumpedAt = this.now
    for (const event of this.#idle) event.due += ms
    return true
  }
}

const isGone = (event: SimEvent | undefined): boolean =>
  event !== undefined && (event.done || !event.actor.alive)

const isBefore = (one: SimEvent | undefined, other: SimEvent | undefined): boolean =>
  one !== undefined &&
  (other === undefined || one.due < other.due || (one.due === other.due && one.order < other.order))
