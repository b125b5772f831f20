import type { BudgetSize } from '@ketik/cluster'

const SUBJECTS_MAX = 10_000

/** Budgets of one node alone, for the time in which the cluster's cannot be reached. `now` is in monotonic ms. */
export class NodeBudgets {
  /** When each budget is full again. */
  readonly #fullAt = new Map<string, number>()

  /** Takes one unit; false when none is left. */
  spend(subject: string, { burst, refillMs }: BudgetSize, now: number): boolean {
    const fullAt = Math.max(this.#fullAt.get(subject) ?? 0, now) + refillMs
    if (fullAt - now > burst * refillMs) return false
    this.#set(subject, fullAt)
    return true
  }

  /** Returns one unit that was taken. */
  refund(subject: string, { refillMs }: BudgetSize, now: number): void {
    const fullAt = (this.#fullAt.get(subject) ?? 0) - refillMs
    if (fullAt > now) this.#set(subject, fullAt)
    else this.#fullAt.delete(subject)
  }

  /** Beyond the bound, the subject that was used least recently is forgotten. */
  #set(subject: string, fullAt: number): void {
    this.#fullAt.delete(subject)
    this.#fullAt.set(subject, fullAt)
    for (const [oldest] of this.#fullAt) {
      if (this.#fullAt.size <= SUBJECTS_MAX) break
      this.#fullAt.delete(oldest)
    }
  }
}
