/** What happened to one bot, in order, for a program that waits for one event after the other. */
export class EventLog<Event extends { readonly on: string }> {
  readonly #unread: Event[] = []
  #broken: Error | undefined
  #wake = (): void => undefined

  /** `awaited`: the kinds that somebody waits for; others are not kept. */
  constructor(
    private readonly name: string,
    private readonly awaited: readonly Event['on'][],
  ) {}

  add(event: Event): void {
    if (!this.awaited.includes(event.on)) return
    this.#unread.push(event)
    this.#wake()
  }

  /** Nothing more is worth waiting for. */
  break(why: string): void {
    this.#broken = new Error(`${this.name}: ${why}`)
    this.#wake()
  }

  /** The next event of a kind after those that were read; skips others. Rejects after `withinMs`. */
  async next<K extends Event['on']>(kind: K, withinMs: number): Promise<Extract<Event, { readonly on: K }>> {
    const isOfKind = (event: Event): event is Extract<Event, { readonly on: K }> => event.on === kind
    const timer = setTimeout(() => this.break(`no ${kind} within ${withinMs} ms`), withinMs)
    try {
      for (;;) {
        for (let event = this.#unread.shift(); event !== undefined; event = this.#unread.shift())
          if (isOfKind(event)) return event
        if (this.#broken !== undefined) throw this.#broken
        await new Promise<void>(resolve => {
          this.#wake = resolve
        })
      }
    } finally {
      clearTimeout(timer)
    }
  }
}
