type Span = { readonly from: number; to: number }

/** When nobody could have been served: Redis, or every node with a door, was itself down. Monotonic milliseconds. */
export class Outages {
  readonly #spans: Span[] = []

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Something that everybody needs is down while the work lasts. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const span = { from: this.now(), to: Number.POSITIVE_INFINITY }
    this.#spans.push(span)
    try {
      return await work()
    } finally {
      span.to = this.now()
    }
  }

  /** How much of a time was no outage. */
  servedMs(from: number, to: number): number {
    let served = 0
    let at = from
    for (const span of [...this.#spans].sort((a, b) => a.from - b.from)) {
      served += Math.max(0, Math.min(span.from, to) - at)
      at = Math.max(at, span.to)
    }
    return served + Math.max(0, to - at)
  }
}
