/** What has to be ended when a program is over: in the opposite order of its beginning, and all of it, whatever fails. */
export class Ending {
  readonly #steps: (() => unknown)[] = []
  #ended: Promise<void> | undefined

  constructor(private readonly onFault: (error: unknown) => void = complain) {}

  /** What begins after the end is ended at once. */
  add(step: () => unknown): void {
    this.#steps.push(step)
    this.#ended = this.#ended?.then(() => this.#run())
  }

  /** Resolves when all has been ended, however often it is asked for. */
  end(): Promise<void> {
    this.#ended ??= this.#run()
    return this.#ended
  }

  async #run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        this.onFault(error)
      }
    }
  }
}

const complain = (error: unknown): void =>
  void process.stderr.write(`ketik: could not be ended in good order: ${error}\n`)
