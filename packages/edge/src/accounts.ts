import { randomBytes } from 'node:crypto'
import type { Holder, SharedCluster } from '@ketik/cluster'
import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { type Log, metrics } from '@ketik/runtime'
import type { Account, AccountStore, EndedSession, InGeneration } from '@ketik/scores'
import { Charges } from './charges.ts'
import { GuessBudgets } from './guess-budgets.ts'
import { Passphrases, toPassphrase } from './passphrases.ts'
import { PasswordCheck } from './password-check.ts'
import { Registrations } from './registrations.ts'
import { newResetToken, resetTokenHash } from './reset-token.ts'
import type { Identity, SessionTokens } from './session-token.ts'
import type { Visitor } from './visitor.ts'

/** A token is renewed when it is used after so long; the one before is good for a moment more. */
const RENEW_AFTER_MS = 24 * 60 * 60_000
const OLD_TOKEN_MS = 60_000

/** A link for a new password: its token, and when it ends (epoch ms). */
type ResetLink = { readonly token: string; readonly until: number }
/** A session's token, and whose it is. */
export type Session = { readonly token: string; readonly identity: Identity }
type InSession = Identity & Required<Pick<Identity, 'account'>>
/** Who is signed in: the account as it is stored, and what was presented. */
export type SignedIn = { readonly account: Account; readonly identity: InSession }

/**
 * Claimed names: what their owners may do, at any door that can prove who one is. What changes is in PostgreSQL before
 * every node is told; should a process die in between, a matchmaker tells it.
 */
export class Accounts {
  readonly #passphrases = new Passphrases()
  readonly #check: PasswordCheck
  readonly #registrations: Registrations

  constructor(
    private readonly store: AccountStore,
    private readonly cluster: SharedCluster,
    private readonly tokens: SessionTokens,
    private readonly log: Log,
  ) {
    const charges = new Charges(cluster.budgets, log)
    this.#check = new PasswordCheck(store, this.#passphrases, new GuessBudgets(charges), tokens, log)
    this.#registrations = new Registrations(charges)
  }

  /**
   * Registers a name. The player who raced under it last gets its results; `guest` says who that is, by the token that
   * came with the request. A name that someone else raced under in the last 30 days, or is online under, is refused.
   */
  async claim(
    rawName: string,
    rawPassphrase: string,
    visitor: Visitor,
    guest: Identity | undefined,
  ): Promise<Session | Refusal> {
    const username = toUsername(rawName)
    if (isRefusal(username)) return username
    const passphrase = toPassphrase(rawPassphrase)
    if (isRefusal(passphrase)) return passphrase
    const foldedName = foldUsername(username)
    const holder = await this.#holderOf(foldedName)
    if (holder !== undefined && isRefusal(holder)) return holder
    const charge = await this.#registrations.take(visitor)
    if (charge === undefined) return refuse('rate_limited')
    const hashed = await this.#passphrases.hash(passphrase)
    const isSame =
      guest !== undefined && guest.account === undefined && foldUsername(guest.username) === foldedName
    const player = isSame ? guest.player : newId('a')
    const isHeld = holder !== undefined && holder.player !== player
    const outcome = await this.store.claim({ player, username, foldedName, passphrase: hashed, isHeld })
    if (outcome !== 'claimed') {
      await charge.refund()
      return refuse(outcome)
    }
    await this.#tell([foldedName])
    await this.#check.notePlaces({ player }, visitor)
    metrics.accounts.inc({ event: 'claimed' })
    return this.#open({ player, username, generation: 1 })
  }

  /** Opens a session with a passphrase. */
  async signIn(username: string, rawPassphrase: string, visitor: Visitor): Promise<Session | Refusal> {
    const account = await this.#check.ofVisitor(username, rawPassphrase, visitor)
    if (isRefusal(account)) return account
    await this.#check.notePlaces(account, visitor)
    metrics.accounts.inc({ event: 'signed-in' })
    return this.#open(account)
  }

  /** Who presents an account's session, if it is not over. */
  async whoIs(identity: Identity | undefined): Promise<SignedIn | Refusal> {
    if (identity === undefined || !isInSession(identity)) return refuse('not_signed_in')
    const { session, token } = identity.account
    const account = await this.store.inSession(whoOf(identity), [session, token])
    return account === undefined ? refuse('bad_token') : { account, identity }
  }

  /**
   * Another token for a session whose token is a day old, or was signed by the second secret; the one before is good for a
   * minute more. Undefined for a younger one.
   */
  async renew({ account, identity }: SignedIn, visitor: Visitor): Promise<Session | undefined> {
    const isGood = identity.isOfSecondSecret !== true && this.tokens.ageMs(identity) < RENEW_AFTER_MS
    if (isGood) return undefined
    await this.#check.notePlaces(account, visitor)
    await this.#end({ id: identity.account.token, endsAt: this.#now() + OLD_TOKEN_MS })
    return this.#open(account, identity.account.session)
  }

  /** Ends the session that is presented, on every connection of it. */
  async signOut(identity: Identity): Promise<void> {
    if (identity.account !== undefined) await this.#end({ id: identity.account.session, endsAt: this.#now() })
  }

  async signOutEverywhere({ account }: SignedIn): Promise<void> {
    await this.store.endAllSessions(account)
    await this.#tell([account.foldedName])
  }

  /** Another passphrase; every session ends but the one that is answered. */
  async changePassphrase(
    { account, identity }: SignedIn,
    before: string,
    after: string,
    visitor: Visitor,
  ): Promise<Session | Refusal> {
    const passphrase = toPassphrase(after)
    if (isRefusal(passphrase)) return passphrase
    const proved = await this.#check.inSession(account, identity.account.session, before)
    if (isRefusal(proved)) return proved
    const hashed = await this.#passphrases.hash(passphrase)
    const generation = await this.store.setPassphrase(account, hashed)
    if (generation === undefined) return refuse('bad_token')
    await this.#tell([account.foldedName])
    await this.#check.notePlaces(account, visitor)
    return this.#open({ ...account, generation })
  }

  /** A link by which the owner of a name sets a new password; it replaces an earlier one. For operators. */
  async issueReset(
    rawName: string,
    record: { readonly reason?: string; readonly operator?: string },
  ): Promise<ResetLink | Refusal> {
    const token = newResetToken()
    const tokenHash = resetTokenHash(token)
    const until = await this.store.issueReset({ foldedName: foldUsername(rawName), tokenHash, ...record })
    if (until === undefined) return refuse('name_unclaimed')
    metrics.accounts.inc({ event: 'reset-issued' })
    return { token, until }
  }

  /** Sets the password by such a link, once; every session ends but the one that is answered. */
  async resetPassphrase(token: string, after: string, visitor: Visitor): Promise<Session | Refusal> {
    const passphrase = toPassphrase(after)
    if (isRefusal(passphrase)) return passphrase
    const tokenHash = resetTokenHash(token)
    // A link that does not work costs no hash.
    if (!(await this.store.isResetOpen(tokenHash))) return refuse('reset_over')
    const account = await this.store.useReset(tokenHash, await this.#passphrases.hash(passphrase))
    if (account === undefined) return refuse('reset_over')
    await this.#tell([account.foldedName])
    await this.#check.notePlaces(account, visitor)
    metrics.accounts.inc({ event: 'reset-used' })
    return this.#open(account)
  }

  /** Another name; results go along, the old name is kept, and every session ends but the one that is answered. */
  async rename({ account }: SignedIn, rawName: string): Promise<Session | Refusal> {
    const username = toUsername(rawName)
    if (isRefusal(username)) return username
    const foldedName = foldUsername(username)
    if (foldedName !== account.foldedName) {
      const holder = await this.#holderOf(foldedName)
      if (holder !== undefined) return isRefusal(holder) ? holder : refuse('name_taken')
    }
    const outcome = await this.store.rename(account, username, foldedName)
    if (outcome === 'gone') return refuse('bad_token')
    if (outcome !== 'renamed') return refuse(outcome)
    await this.#tell([account.foldedName, foldedName])
    metrics.accounts.inc({ event: 'renamed' })
    return this.#open({ ...account, username, generation: account.generation + 1 })
  }

  async delete({ account, identity }: SignedIn, passphrase: string): Promise<Refusal | undefined> {
    const proved = await this.#check.inSession(account, identity.account.session, passphrase)
    if (isRefusal(proved)) return proved
    if (!(await this.store.delete(account))) return refuse('bad_token')
    await this.#tell([account.foldedName])
    metrics.accounts.inc({ event: 'deleted' })
    return undefined
  }

  /** Who is online under a name that can be registered. */
  async #holderOf(folded: string): Promise<Holder | Refusal | undefined> {
    try {
      const claim = await this.cluster.claims.of(folded)
      if (claim !== undefined && 'player' in claim) return refuse('name_claimed')
      return await this.cluster.lobby.holder(folded)
    } catch (error) {
      this.log.warn({ err: error }, 'nobody can say whose a name is')
      return refuse('unavailable')
    }
  }

  #open(account: InGeneration & Pick<Account, 'username'>, session = newId('e')): Session {
    const { player, username, generation } = account
    const token = this.tokens.issue(player, username, { generation, session, token: newId('t') })
    const identity = this.tokens.verify(token)
    if (identity === undefined) throw new Error('bug: a token is refused that was issued just now')
    return { token, identity }
  }

  async #end(ended: EndedSession): Promise<void> {
    await this.store.endSession(ended)
    await this.#note(() => this.cluster.claims.note({ claims: [], ended: [ended] }))
  }

  async #tell(foldedNames: readonly string[]): Promise<void> {
    await this.#note(async () => {
      const claims = await this.store.claimsOf(foldedNames)
      await this.cluster.claims.note({ claims, ended: [] })
    })
  }

  /** It is stored: that the others hear of it later is no reason to tell the player that it failed. */
  async #note(note: () => Promise<void>): Promise<void> {
    await note().catch(error =>
      this.log.warn({ err: error }, 'could not tell the cluster of an account; a matchmaker will'),
    )
  }

  #now(): number {
    return Math.round(this.cluster.clock.now())
  }
}

const newId = (kind: 'a' | 'e' | 't'): string => `${kind}${randomBytes(9).toString('hex')}`

const isInSession = (identity: Identity): identity is InSession => identity.account !== undefined

const whoOf = ({ player, account }: InSession): InGeneration => ({ player, generation: account.generation })
