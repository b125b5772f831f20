type Waiting<Item, Answer> = {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Runs all items of one turn of the event loop together, so that a crowd costs few commands and no item waits. */
export class TurnBatch<Item, Answer> {
  #waiting: Waiting<Item, Answer>[] = []

  /** `run` receives at most `most` items. It resolves with an answer for each, in their order, or rejects for all. */
  constructor(
    private readonly run: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly most: number,
  ) {}

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (this.#waiting.length === 1) setImmediate(() => this.#runAll())
    })
  }

  #runAll(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (let i = 0; i < waiting.length; i += this.most) void this.#run(waiting.slice(i, i + this.most))
  }

  /** Never rejects: a failure rejects the promise of every item. */
  async #run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.run(batch.map(({ item }) => item))
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as Answer)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
