type Waiting<Item, Answer> = {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** What is asked for in one turn of the event loop goes out together: a crowd costs few commands, and nobody waits. */
export class TurnBatch<Item, Answer> {
  #waiting: Waiting<Item, Answer>[] = []

  /** `run` answers for each item in their order, or rejects for all; it takes `most` items at once. */
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

  /** Never rejects: each one who waits is told. */
  async #run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.run(batch.map(({ item }) => item))
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as Answer)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
