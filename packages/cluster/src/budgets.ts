import type { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import type { RunScript } from './scripts.ts'

/** A budget of `burst` units that gets one unit back every `refillMs`. */
export type BudgetSize = { readonly burst: number; readonly refillMs: number }

/** Budgets that all nodes share. Each method rejects while Redis is out of reach. */
export class Budgets {
  constructor(
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly clock: Pick<ClusterClock, 'now'>,
  ) {}

  /** Takes one unit; false when none is left. `subject` names the budget. */
  async spend(subject: string, { burst, refillMs }: BudgetSize): Promise<boolean> {
    return (await this.#change(subject, refillMs, burst * refillMs)) === 1
  }

  /** Returns one unit that was taken. */
  async refund(subject: string, { burst, refillMs }: BudgetSize): Promise<void> {
    await this.#change(subject, -refillMs, burst * refillMs)
  }

  #change(subject: string, unitMs: number, wholeMs: number): Promise<unknown> {
    const now = Math.round(this.clock.now())
    return this.run('spend-budget', [this.names.budget(subject)], [now, unitMs, wholeMs])
  }
}
