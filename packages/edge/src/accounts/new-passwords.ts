import type { Charge, Charges } from '../limits/charges.ts'

/** Passwords that an account sets: nobody needs ten in ten minutes. */
const PER_ACCOUNT = { burst: 10, refillMs: 60_000 } as const
/** A link works once; the others are attempts that met a fault. */
const PER_LINK = { burst: 5, refillMs: 60_000 } as const

/** Bounds how many new passwords are hashed. Nobody else can use up the budget of an account or of a link. */
export class NewPasswords {
  constructor(private readonly charges: Charges) {}

  ofAccount(player: string): Promise<Charge | undefined> {
    return this.charges.take([{ subject: `new passwords of ${player}`, size: PER_ACCOUNT }])
  }

  ofLink(tokenHash: string): Promise<Charge | undefined> {
    return this.charges.take([{ subject: `new passwords by ${tokenHash}`, size: PER_LINK }])
  }
}
