import type { Charge, Charges, Purse } from '../limits/charges.ts'

/** Someone who enters the password of a name. */
type Guesser = {
  readonly foldedName: string
  readonly address: string
  /** Where the account signed in of late, as keyed hashes; one that the account does not know is not in it. */
  readonly knownPlaces: readonly string[]
}

/** Guesses of strangers at one name, from all addresses together: 5,760 a day, against about 40 bits. */
const PER_NAME = { burst: 20, refillMs: 15_000 } as const
/** Guesses of strangers from one address at all names. A class of 60 behind one address fits in. */
const PER_ADDRESS = { burst: 60, refillMs: 3_000 } as const
/** Guesses from a browser or network where the account signed in during the last 30 days. */
const PER_PLACE = { burst: 20, refillMs: 15_000 } as const
/** Guesses of someone who is signed in. */
const PER_SESSION = { burst: 20, refillMs: 15_000 } as const

/**
 * Who may try a password. Strangers share a budget, and each place that an account knows has one of its own, so a
 * stranger cannot use up the guesses of the owner. This is the "device cookie" design:
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 * A guess is charged before it is checked, so that guesses sent at once cannot share one unit. A correct one is refunded.
 */
export class GuessBudgets {
  /** `tag` stands for an address: Redis holds none. */
  constructor(
    private readonly charges: Charges,
    private readonly tag: (address: string) => string,
  ) {}

  /** Charges the first budget that has a unit left; undefined when all are empty. */
  async ofVisitor({ foldedName, address, knownPlaces }: Guesser): Promise<Charge | undefined> {
    const stranger: readonly Purse[] = [
      { subject: `guesses from ${this.tag(address)}`, size: PER_ADDRESS },
      { subject: `guesses at ${foldedName}`, size: PER_NAME },
    ]
    const places = knownPlaces.map(place => [{ subject: `guesses in ${place}`, size: PER_PLACE }])
    for (const purses of [...places, stranger]) {
      const charge = await this.charges.take(purses)
      if (charge !== undefined) return charge
    }
    return undefined
  }

  /** Charges a live session alone. */
  ofSession(session: string): Promise<Charge | undefined> {
    return this.charges.take([{ subject: `guesses by ${session}`, size: PER_SESSION }])
  }
}
