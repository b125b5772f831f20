import type { Link } from '@ketik/cluster/memory'

/** A node's way to Redis. A test cuts or deafens it, and mends it. */
export class FakeRedisLink implements Link {
  #state: 'open' | 'cut' | 'deaf' = 'open'
  readonly #onReady: (() => void)[] = []

  /** No command arrives, and nothing that others publish is heard. */
  cut(): void {
    this.#state = 'cut'
  }

  /** Commands arrive, and nothing that others publish is heard. */
  deafen(): void {
    this.#state = 'deaf'
  }

  mend(): void {
    this.#state = 'open'
    for (const listener of this.#onReady) listener()
  }

  async call<T>(what: string, run: () => T): Promise<T> {
    if (this.#state === 'cut') throw new Error(`Redis is away: ${what}`)
    await undefined
    return run()
  }

  push(_: string, run: () => void): void {
    if (this.#state === 'open') queueMicrotask(run)
  }

  onReady(listener: () => void): void {
    this.#onReady.push(listener)
  }
}
