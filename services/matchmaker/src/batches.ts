import { isRetryable } from '@ketik/scores'

const BATCH_MAX = 200

type Waiting<Item, Answer> = {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Work that costs much the same for one as for many. While one batch is under way those that come in are gathered, so
 * that a burst costs few round trips and a single one waits for nobody.
 */
export class Batches<Item, Answer> {
  readonly #waiting: Waiting<Item, Answer>[] = []
  #running = false

  /** `run` answers for each item in their order, or does nothing and rejects. */
  constructor(private readonly run: (items: readonly Item[]) => Promise<readonly Answer[]>) {}

  /** Rejects as `run` does; of a batch with a bad item, only for that item. */
  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#running) void this.#runAll()
    })
  }

  async #runAll(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) await this.#runBatch(this.#waiting.splice(0, BATCH_MAX))
    this.#running = false
  }

  /** Never rejects: each one who waits is told. */
  async #runBatch(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.run(batch.map(({ item }) => item))
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as Answer)
    } catch (error) {
      if (batch.length === 1 || isRetryable(error)) {
        for (const { reject } of batch) reject(error)
        return
      }
      // One of them is bad: the others must not suffer for it.
      for (const one of batch) await this.#runBatch([one])
    }
  }
}
