/** Of those who wait, let through in one turn of the event loop: together they take a few ms. */
const EACH_TURN = 4

/**
 * First come, first served, a few in each turn of the event loop: what races have to do comes in between, however many
 * come at once. Who is alone waits less than a turn.
 */
export class Pace {
  readonly #waiting: (() => void)[] = []
  #next: NodeJS.Immediate | undefined

  take(): Promise<void> {
    return new Promise(resolve => {
      this.#waiting.push(resolve)
      this.#next ??= setImmediate(() => this.#turn())
    })
  }

  #turn(): void {
    for (const go of this.#waiting.splice(0, EACH_TURN)) go()
    this.#next = this.#waiting.length === 0 ? undefined : setImmediate(() => this.#turn())
  }
}
