/** Any message of the JSON door. */
export type Message = Readonly<Record<string, unknown>> & { readonly type?: string; readonly status?: string }

type Heard = { readonly message: Message; readonly at: number }

/** What a client has heard so far. A program reads it in order, and waits for what it expects to hear. */
export class Transcript {
  /** Everything heard, in order, with the local monotonic ms of its arrival. */
  readonly heard: Heard[] = []
  closedWith: number | undefined
  #read = 0
  #waiting: (() => void) | undefined

  constructor(readonly name: string) {}

  receive(text: string): void {
    this.note(JSON.parse(text) as Message)
  }

  note(message: Message): void {
    this.heard.push({ message, at: performance.now() })
    this.#wake()
  }

  ended(code: number): void {
    this.closedWith = code
    this.#wake()
  }

  /** Forgets what was heard, as a player of long standing must. */
  forget(): void {
    this.heard.length = 0
    this.#read = 0
  }

  /** The next message, after those read before, that is of the kind; skips others. Throws after `withinMs`. */
  async next(kind: string | ((message: Message) => boolean), withinMs = 60_000): Promise<Message> {
    return (await this.nextHeard(kind, withinMs)).message
  }

  async nextHeard(kind: string | ((message: Message) => boolean), withinMs = 60_000): Promise<Heard> {
    const fits = typeof kind === 'string' ? (m: Message) => m.type === kind || m.status === kind : kind
    const until = performance.now() + withinMs
    for (;;) {
      while (this.#read < this.heard.length) {
        const heard = this.heard[this.#read++]
        if (heard !== undefined && fits(heard.message)) return heard
      }
      if (this.closedWith !== undefined)
        throw new Error(`${this.name}: closed (${this.closedWith}) before ${kind}; ${this.#heardLast()}`)
      if (!(await this.#wait(until)))
        throw new Error(`${this.name}: no ${kind} within ${withinMs} ms; ${this.#heardLast()}`)
    }
  }

  #heardLast(): string {
    return `heard last: ${this.heard
      .slice(-5)
      .map(({ message }) => JSON.stringify(message))
      .join(' ')}`
  }

  /** Resolves with the close code (0 for TCP). */
  async closed(withinMs = 60_000): Promise<number> {
    const until = performance.now() + withinMs
    while (this.closedWith === undefined) {
      if (!(await this.#wait(until))) throw new Error(`${this.name}: still open after ${withinMs} ms`)
    }
    return this.closedWith
  }

  /** The last message of a kind so far. */
  heardLast(kind: string): Heard | undefined {
    return this.heard.findLast(({ message: { type, status } }) => type === kind || status === kind)
  }

  all(kind: string): readonly Message[] {
    return this.heard
      .map(({ message }) => message)
      .filter(({ type, status }) => type === kind || status === kind)
  }

  #wait(until: number): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        this.#waiting = undefined
        resolve(false)
      }, until - performance.now())
      this.#waiting = () => {
        clearTimeout(timer)
        this.#waiting = undefined
        resolve(true)
      }
    })
  }

  #wake(): void {
    this.#waiting?.()
  }
}
