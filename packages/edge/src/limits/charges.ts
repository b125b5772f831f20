import type { BudgetSize, Budgets } from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import { NodeBudgets } from './node-budgets.ts'

/** One budget: whose it is, and its size. */
export type Purse = { readonly subject: string; readonly size: BudgetSize }

/** A unit that was taken from each of some budgets. */
export type Charge = { refund(): Promise<void> }

/** Charges budgets that all nodes share. While Redis is away, the node charges budgets of its own. */
export class Charges {
  readonly #own = new NodeBudgets()

  constructor(
    private readonly shared: Pick<Budgets, 'spend' | 'refund'>,
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes one unit from every purse, or from none: undefined when one of them is empty. */
  async take(purses: readonly Purse[]): Promise<Charge | undefined> {
    const taken: Charge[] = []
    const refund = async () => {
      for (const charge of taken) await charge.refund()
    }
    for (const purse of purses) {
      const charge = await this.#takeOne(purse)
      if (charge === undefined) {
        await refund()
        return undefined
      }
      taken.push(charge)
    }
    return { refund }
  }

  async #takeOne({ subject, size }: Purse): Promise<Charge | undefined> {
    try {
      const isTaken = await this.shared.spend(subject, size)
      return isTaken ? { refund: () => this.#refundShared(subject, size) } : undefined
    } catch (error) {
      this.log.warn({ err: error }, 'a budget is charged at this node alone')
      const isTaken = this.#own.spend(subject, size, this.now())
      return isTaken
        ? {
            refund: async () => {
              this.#own.refund(subject, size, this.now())
            },
          }
        : undefined
    }
  }

  /** A unit that cannot be returned refills with time. */
  async #refundShared(subject: string, size: BudgetSize): Promise<void> {
    await this.shared
      .refund(subject, size)
      .catch(error => this.log.warn({ err: error }, 'a budget was not refunded'))
  }
}
