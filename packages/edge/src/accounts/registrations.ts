import type { Visitor } from '../connection/visitor.ts'
import type { Charge, Charges } from '../limits/charges.ts'

/**
 * Names that one address can register: a class of 30 at once, with some to spare, and another class an hour later. A
 * name is kept for good, so a bound is needed: 720 a day.
 */
const PER_ADDRESS = { burst: 40, refillMs: 120_000 } as const

/** Bounds how many names an address registers, over all nodes. */
export class Registrations {
  /** `tag` stands for an address: Redis holds none. */
  constructor(
    private readonly charges: Charges,
    private readonly tag: (address: string) => string,
  ) {}

  /** Takes one registration, to be refunded when no password was hashed for it; undefined when none is left. */
  take({ address }: Visitor): Promise<Charge | undefined> {
    return this.charges.take([{ subject: `registrations from ${this.tag(address)}`, size: PER_ADDRESS }])
  }
}
