/** How often something was tried, and what became of it, by code: `HTTP 429`, `close 4400`, `error rate_limited`, `cut`. */
export class Tally {
  attempts = 0
  readonly #outcomes = new Map<string, number>()

  note(outcome: string): void {
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1)
  }

  /** The most frequent first. */
  get outcomes(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#outcomes].sort(([, a], [, b]) => b - a))
  }
}

/** The most frequent outcomes, for a table. */
export const inWords = (outcomes: Readonly<Record<string, number>>, most: number): string =>
  Object.entries(outcomes)
    .slice(0, most)
    .map(([code, times]) => `${code} × ${times}`)
    .join(', ') || '–'
