import { foldUsername, isRefusal, type Refusal, refuse } from '@ketik/protocol'
import { type Log, metrics } from '@ketik/runtime'
import type { Account, AccountStore } from '@ketik/scores'
import { placesOf, type Visitor } from '../connection/visitor.ts'
import type { Charge } from '../limits/charges.ts'
import type { GuessBudgets } from './guess-budgets.ts'
import { type Passphrases, toPassphrase } from './passphrases.ts'
import type { SessionTokens } from './session-token.ts'

/** Checks passwords. A wrong one costs a guess, a correct one costs nothing. */
export class PasswordCheck {
  constructor(
    private readonly store: AccountStore,
    private readonly passwords: Passphrases,
    private readonly budgets: GuessBudgets,
    private readonly tokens: SessionTokens,
    private readonly log: Log,
  ) {}

  /** The account of a name, for a visitor who knows its password. */
  async ofVisitor(username: string, raw: string, visitor: Visitor): Promise<Account | Refusal> {
    const foldedName = foldUsername(username)
    const account = await this.store.byName(foldedName)
    const knownPlaces = account === undefined ? [] : await this.#knownPlaces(account, visitor)
    const { address } = visitor
    const charge = await this.budgets.ofVisitor({ foldedName, address, knownPlaces })
    if (charge === undefined) return refuse('rate_limited')
    return account === undefined
      ? refuse('name_unclaimed')
      : await this.#compare(account, raw, charge, visitor)
  }

  /** Whether someone who is signed in knows the password of the account. */
  async inSession(
    account: Account,
    session: string,
    raw: string,
    visitor: Visitor,
  ): Promise<Account | Refusal> {
    const charge = await this.budgets.ofSession(session)
    return charge === undefined ? refuse('rate_limited') : await this.#compare(account, raw, charge, visitor)
  }

  /** The account signed in there: for 30 days, strangers elsewhere cannot use up the guesses of that place. */
  async notePlaces({ player }: Pick<Account, 'player'>, visitor: Visitor): Promise<void> {
    await this.store
      .notePlaces(
        player,
        placesOf(visitor, player, this.tokens.keys).map(([hash]) => hash),
      )
      .catch(error => this.log.warn({ err: error }, 'could not note where an account signed in'))
  }

  async #compare(
    account: Account,
    raw: string,
    charge: Charge,
    visitor: Visitor,
  ): Promise<Account | Refusal> {
    const password = toPassphrase(raw)
    const isRight = !isRefusal(password) && (await this.passwords.isOf(account.passphrase, password, visitor))
    if (isRight === false) {
      metrics.accounts.inc({ event: 'wrong-passphrase' })
      return refuse('wrong_passphrase')
    }
    await charge.refund()
    // Who has gone has not guessed.
    return isRefusal(isRight) ? isRight : account
  }

  /** In the order of `placesOf`: guesses of the own browser are charged to it alone. */
  async #knownPlaces({ player }: Account, visitor: Visitor): Promise<readonly string[]> {
    const places = placesOf(visitor, player, this.tokens.keys)
    const known = new Set(await this.store.knownPlaces(player, places.flat()))
    return places.flatMap(hashes => hashes.find(hash => known.has(hash)) ?? [])
  }
}
