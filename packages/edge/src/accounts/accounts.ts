import type { SharedCluster } from '@ketik/cluster'
import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { type Log, metrics } from '@ketik/runtime'
import type { Account, AccountStore, InGeneration } from '@ketik/scores'
import type { Visitor } from '../connection/visitor.ts'
import { Charges } from '../limits/charges.ts'
import { networkTagger } from '../limits/network-tag.ts'
import { onlineHolder } from '../member/online-holder.ts'
import { AccountNews } from './account-news.ts'
import { openSession, type Session } from './account-session.ts'
import { GuessBudgets } from './guess-budgets.ts'
import { NameRegistry } from './name-registry.ts'
import { NewPasswords } from './new-passwords.ts'
import { Passphrases, toPassphrase } from './passphrases.ts'
import { PasswordCheck } from './password-check.ts'
import { Registrations } from './registrations.ts'
import { ResetLinks } from './reset-links.ts'
import type { Identity, SessionTokens } from './session-token.ts'

/** A token is renewed when it is used after so long; the one before is good for a moment more. */
const RENEW_AFTER_MS = 24 * 60 * 60_000
const OLD_TOKEN_MS = 60_000

type InSession = Identity & Required<Pick<Identity, 'account'>>
/** Who is signed in: the account as it is stored, and what was presented. */
export type SignedIn = { readonly account: Account; readonly identity: InSession }

/**
 * Claimed names: what their owners may do, at any door that can prove who one is. What changes is in PostgreSQL before
 * every node is told; should a process die in between, a matchmaker tells it.
 */
export class Accounts {
  readonly registry: NameRegistry
  readonly resets: ResetLinks
  readonly #passphrases = new Passphrases()
  readonly #check: PasswordCheck
  readonly #newPasswords: NewPasswords
  readonly #news: AccountNews

  constructor(
    private readonly store: AccountStore,
    private readonly cluster: SharedCluster,
    private readonly tokens: SessionTokens,
    private readonly log: Log,
  ) {
    const charges = new Charges(cluster.budgets, log)
    const tag = networkTagger(tokens.keys)
    this.#check = new PasswordCheck(store, this.#passphrases, new GuessBudgets(charges, tag), tokens, log)
    this.#newPasswords = new NewPasswords(charges)
    this.#news = new AccountNews(store, cluster, log)
    const parts = {
      store,
      cluster,
      tokens,
      log,
      check: this.#check,
      passphrases: this.#passphrases,
      news: this.#news,
    }
    this.registry = new NameRegistry({ ...parts, registrations: new Registrations(charges, tag) })
    this.resets = new ResetLinks({ ...parts, newPasswords: this.#newPasswords })
  }

  /** Opens a session with a passphrase. */
  async signIn(username: string, rawPassphrase: string, visitor: Visitor): Promise<Session | Refusal> {
    const account = await this.#check.ofVisitor(username, rawPassphrase, visitor)
    if (isRefusal(account)) return account
    await this.#check.notePlaces(account, visitor)
    metrics.accounts.inc({ event: 'signed-in' })
    return openSession(this.tokens, account)
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
    await this.#news.end({ id: identity.account.token, endsAt: this.#now() + OLD_TOKEN_MS })
    return openSession(this.tokens, account, identity.account.session)
  }

  /** Ends the session that is presented, on every connection of it. */
  async signOut(identity: Identity): Promise<void> {
    if (identity.account !== undefined)
      await this.#news.end({ id: identity.account.session, endsAt: this.#now() })
  }

  async signOutEverywhere({ account }: SignedIn): Promise<void> {
    await this.store.endAllSessions(account)
    await this.#news.tell([account.foldedName])
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
    const charge = await this.#newPasswords.ofAccount(account.player)
    if (charge === undefined) return refuse('rate_limited')
    const proved = await this.#check.inSession(account, identity.account.session, before, visitor)
    const hashed = isRefusal(proved) ? proved : await this.#passphrases.hash(passphrase, visitor)
    if (isRefusal(hashed)) {
      await charge.refund()
      return hashed
    }
    const generation = await this.store.setPassphrase(account, hashed)
    if (generation === undefined) return refuse('bad_token')
    await this.#news.tell([account.foldedName])
    await this.#check.notePlaces(account, visitor)
    return openSession(this.tokens, { ...account, generation })
  }

  /** Another name; results go along, the old name is kept, and every session ends but the one that is answered. */
  async rename({ account }: SignedIn, rawName: string): Promise<Session | Refusal> {
    const username = toUsername(rawName)
    if (isRefusal(username)) return username
    const foldedName = foldUsername(username)
    if (foldedName !== account.foldedName) {
      const holder = await onlineHolder(this.cluster, this.log, foldedName)
      if (holder !== undefined) return isRefusal(holder) ? holder : refuse('name_taken')
    }
    const outcome = await this.store.rename(account, username, foldedName)
    if (outcome === 'gone') return refuse('bad_token')
    if (outcome !== 'renamed') return refuse(outcome)
    await this.#news.tell([account.foldedName, foldedName])
    metrics.accounts.inc({ event: 'renamed' })
    return openSession(this.tokens, { ...account, username, generation: account.generation + 1 })
  }

  async delete(
    { account, identity }: SignedIn,
    passphrase: string,
    visitor: Visitor,
  ): Promise<Refusal | undefined> {
    const proved = await this.#check.inSession(account, identity.account.session, passphrase, visitor)
    if (isRefusal(proved)) return proved
    if (!(await this.store.delete(account))) return refuse('bad_token')
    await this.#news.tell([account.foldedName])
    metrics.accounts.inc({ event: 'deleted' })
    return undefined
  }

  #now(): number {
    return Math.round(this.cluster.clock.now())
  }
}

const isInSession = (identity: Identity): identity is InSession => identity.account !== undefined

const whoOf = ({ player, account }: InSession): InGeneration => ({ player, generation: account.generation })
