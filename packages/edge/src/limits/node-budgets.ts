import type { BudgetSize } from '@ketik/cluster'
import { LRUCache } from 'lru-cache'

const SUBJECTS_MAX = 10_000

/** Budgets of one node alone, for the time in which the cluster's cannot be reached. `now` is in monotonic ms. */
export class NodeBudgets {
  /** When each budget is full again. */
  readonly #fullAt = new LRUCache<string, number>({ max: SUBJECTS_MAX })

  /** Takes one unit; false when none is left. */
  spend(subject: string, { burst, refillMs }: BudgetSize, now: number): boolean {
    const fullAt = Math.max(this.#fullAt.peek(subject) ?? 0, now) + refillMs
    if (fullAt - now > burst * refillMs) return false
    this.#fullAt.set(subject, fullAt)
    return true
  }

  /** Returns one unit that was taken. */
  refund(subject: string, { refillMs }: BudgetSize, now: number): void {
    const fullAt = (this.#fullAt.peek(subject) ?? 0) - refillMs
    if (fullAt > now) this.#fullAt.set(subject, fullAt)
    else this.#fullAt.delete(subject)
  }
}
