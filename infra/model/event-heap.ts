/** Something that will happen to an actor. Of two that are due together the one that was added first comes first. */
export type SimEvent = {
  due: number
  readonly order: number
  readonly actor: Actor
  readonly what: string
  readonly run: () => void
  /** What happens again and again, and may be skipped for a while when nothing else happens. */
  readonly idle: boolean
  cancelled: boolean
}

/** Whoever takes steps: a process, a player, Redis. What is due for a dead one never happens. */
export type Actor = { readonly name: string; alive: boolean; pausedUntil: number }

const isBefore = (one: SimEvent, other: SimEvent): boolean =>
  one.due < other.due || (one.due === other.due && one.order < other.order)

/** A binary heap: the next event first. */
export class EventHeap {
  readonly #events: SimEvent[] = []

  get first(): SimEvent | undefined {
    return this.#events[0]
  }

  /** Puts the idle events off, all by the same. */
  putOffIdle(ms: number): void {
    const events = this.#events.splice(0)
    for (const event of events) {
      if (event.idle) event.due += ms
      this.add(event)
    }
  }

  add(event: SimEvent): void {
    const events = this.#events
    let at = events.length
    events.push(event)
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = events[above]
      if (parent === undefined || !isBefore(event, parent)) break
      events[at] = parent
      at = above
    }
    events[at] = event
  }

  take(): SimEvent | undefined {
    const events = this.#events
    const first = events[0]
    const last = events.pop()
    if (first === undefined || last === undefined || first === last) return first
    let at = 0
    for (;;) {
      const left = events[2 * at + 1]
      const right = events[2 * at + 2]
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? right : left
      if (child === undefined || !isBefore(child, last)) break
      events[at] = child
      at = child === left ? 2 * at + 1 : 2 * at + 2
    }
    events[at] = last
    return first
  }
}
