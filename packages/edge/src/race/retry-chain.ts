import type { Log } from '@ketik/runtime'

const RETRY_MS = 250
/** How long one piece of work is tried; afterwards the record it is about has expired anyway. */
const GIVE_UP_MS = 10 * 60_000

/** Work that has to reach the cluster: one piece after the other, each until it is done, however long that takes. */
export class RetryChain {
  #last: Promise<void> = Promise.resolve()

  constructor(
    private readonly log: Log,
    private readonly race: string,
  ) {}

  /** Resolves when all that was added until now is done. */
  get done(): Promise<void> {
    return this.#last
  }

  add(work: () => Promise<void>): void {
    this.#last = this.#last.then(() => this.#try(work))
  }

  async #try(work: () => Promise<void>): Promise<void> {
    const { log, race } = this
    const giveUpAt = performance.now() + GIVE_UP_MS
    while (performance.now() < giveUpAt) {
      try {
        await work()
        return
      } catch (error) {
        log.warn({ err: error, race }, 'the cluster did not take a change of a race; trying again')
        await new Promise(resolve => setTimeout(resolve, RETRY_MS))
      }
    }
    log.error({ race }, 'gave up telling the cluster a change of a race')
  }
}
