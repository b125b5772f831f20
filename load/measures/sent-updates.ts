/** What a player sent: how far it had come, as each kind of viewer is told it. `at` in ms of one clock. */
type Update = { readonly correct: number; readonly percent: number; readonly at: number }

/**
 * What one player of a duel sent and the other has not been shown yet. A view shows every update up to its value at
 * once: what a later one overtook counts until that one came, so coalescing makes nothing look faster than it was.
 */
export class SentUpdates {
  readonly #unseen: Update[] = []

  sent(update: Update): void {
    this.#unseen.push(update)
  }

  /** Forgets what was not seen: another race begins. */
  clear(): void {
    this.#unseen.length = 0
  }

  /** Milliseconds that each update took which a view at `at` shows for the first time. */
  seen(as: 'correct' | 'percent', value: number, at: number): readonly number[] {
    const shown: number[] = []
    for (let next = this.#unseen[0]; next !== undefined && next[as] <= value; next = this.#unseen[0]) {
      shown.push(at - next.at)
      this.#unseen.shift()
    }
    return shown
  }
}
