/** More than an honest client can have under way: it pings every 120 ms at most, and echoes the latest pong. */
const PONGS_MAX = 32

/** The `now` of the last pongs that one connection was sent, so that an `echo` counts only if it was sent, and only once. */
export class SentPongs {
  readonly #waiting: number[] = []
  readonly #echoed: number[] = []

  sent(now: number): void {
    keep(this.#waiting, now)
  }

  /** `first`: the echo of a pong for the first time. `unknown`: no pong of this connection had it. */
  take(echo: number): 'first' | 'again' | 'unknown' {
    const at = this.#waiting.indexOf(echo)
    if (at < 0) return this.#echoed.includes(echo) ? 'again' : 'unknown'
    this.#waiting.splice(at, 1)
    keep(this.#echoed, echo)
    return 'first'
  }
}

const keep = (list: number[], value: number): void => {
  list.push(value)
  if (list.length > PONGS_MAX) list.shift()
}
