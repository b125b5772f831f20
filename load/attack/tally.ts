/** What an attack tried, and what became of it. */
export type Outcome = {
  readonly attempts: number
  /** By code: `HTTP 429`, `close 4400`, `error rate_limited`, `cut`. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly cpuMs: number
}

export class Tally {
  attempts = 0
  readonly #outcomes = new Map<string, number>()

  note(outcome: string, times = 1): void {
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + times)
  }

  get outcomes(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#outcomes].sort(([, a], [, b]) => b - a))
  }
}
