/** Enough for a busy machine; what comes at all comes in a fraction of it. */
const WITHIN_MS = 60_000

/** Takes text as it comes in pieces, and hears it line by line; the question `NICK` has no end of line. */
export const lineByLine = (ear: Ear) => {
  let pending = ''
  return (chunk: string): void => {
    const lines = (pending + chunk).split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines) ear.hear(line)
    if (pending !== 'NICK') return
    pending = ''
    ear.hear('NICK')
  }
}

/** What a client has heard, in order, and a way to wait for what it expects. */
export class Ear {
  readonly heard: string[] = []
  /** The close code of a WebSocket, the reason of Socket.IO, or `end` for TCP. */
  closedWith: number | string | undefined
  #read = 0
  #waiting: (() => void) | undefined

  constructor(private readonly name: string) {}

  hear(text: string): void {
    this.heard.push(text)
    this.#waiting?.()
  }

  ended(how: number | string): void {
    this.closedWith ??= how
    this.#waiting?.()
  }

  /** The next thing heard, whatever it is. */
  async next(withinMs = WITHIN_MS): Promise<string> {
    return await this.until(() => true, withinMs)
  }

  /** The next thing heard that fits; what comes before is passed over. */
  async until(wanted: string | ((text: string) => boolean), withinMs = WITHIN_MS): Promise<string> {
    const fits = typeof wanted === 'string' ? (text: string) => text === wanted : wanted
    const deadline = performance.now() + withinMs
    for (;;) {
      while (this.#read < this.heard.length) {
        const text = this.heard[this.#read++]
        if (text !== undefined && fits(text)) return text
      }
      if (this.closedWith !== undefined)
        throw new Error(`${this.name}: closed (${this.closedWith}) before ${wanted}`)
      if (!(await this.#wait(deadline))) {
        throw new Error(
          `${this.name}: no ${wanted} within ${withinMs} ms; heard last: ${this.heard.slice(-5).join(' | ')}`,
        )
      }
    }
  }

  /** Resolves when so many things that fit have been heard since the beginning. */
  async count(fits: (text: string) => boolean, wanted: number, withinMs = WITHIN_MS): Promise<void> {
    const deadline = performance.now() + withinMs
    const heardOf = () => this.heard.filter(fits).length
    while (heardOf() < wanted) {
      if (!(await this.#wait(deadline)))
        throw new Error(`${this.name}: heard ${heardOf()} of ${wanted} within ${withinMs} ms`)
    }
  }

  async closed(withinMs = WITHIN_MS): Promise<number | string> {
    const deadline = performance.now() + withinMs
    while (this.closedWith === undefined) {
      if (!(await this.#wait(deadline))) throw new Error(`${this.name}: still open after ${withinMs} ms`)
    }
    return this.closedWith
  }

  #wait(deadline: number): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        this.#waiting = undefined
        resolve(false)
      }, deadline - performance.now())
      this.#waiting = () => {
        clearTimeout(timer)
        this.#waiting = undefined
        resolve(true)
      }
    })
  }
}
