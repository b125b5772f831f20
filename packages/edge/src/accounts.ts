import { randomBytes } from 'node:crypto'
import type { SharedCluster } from '@ketik/cluster'
import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { type Log, metrics } from '@ketik/runtime'
import type { Account, AccountStore, EndedSession, InGeneration } from '@ketik/scores'
import { GuessBudgets } from './guess-budgets.ts'
import { networkOf } from './network-of.ts'
import { Passphrases, toPassphrase } from './passphrases.ts'
import type { Identity, SessionTokens } from './session-token.ts'

/** A token is renewed when it is used after so long; the one before is good for a moment more. */
const RENEW_AFTER_MS = 24 * 60 * 60_000
const OLD_TOKEN_MS = 60_000

/** A session's token, and whose it is. */
export type Session = { readonly token: string; readonly identity: Identity }
/** Who is signed in: the account as it is stored, and what was presented. */
export type SignedIn = { readonly account: Account; readonly identity: Identity }
type InSession = Identity & Required<Pick<Identity, 'account'>>

/**
 * Claimed names: what their owners may do, at any door that can prove who one is. What changes is in PostgreSQL before
 * every node is told; should a process die in between, a matchmaker tells it.
 */
export class Accounts {
  readonly #passphrases = new Passphrases()
  readonly #budgets = new GuessBudgets()

  constructor(
    private readonly store: AccountStore,
    private readonly cluster: SharedCluster,
    private readonly tokens: SessionTokens,
    private readonly log: Log,
  ) {}

  /**
   * Makes a name one's own, with the results that are under it. Who is online under it is the only one who can; `guest`
   * is who that is, as the token that came with the request says.
   */
  async claim(
    rawName: string,
    rawPassphrase: string,
    address: string,
    guest: Identity | undefined,
  ): Promise<Session | Refusal> {
    const username = toUsername(rawName)
    if (isRefusal(username)) return username
    const passphrase = toPassphrase(rawPassphrase)
    if (isRefusal(passphrase)) return passphrase
    const foldedName = foldUsername(username)
    const free = await this.#refuseTaken(foldedName, guest)
    if (free !== undefined) return free
    if (!this.#budgets.takeClaim(networkOf(address), performance.now())) return refuse('rate_limited')
    const hashed = await this.#passphrases.hash(passphrase)
    if (hashed === 'busy') return refuse('unavailable')
    const isSame =
      guest !== undefined && guest.account === undefined && foldUsername(guest.username) === foldedName
    const player = isSame ? guest.player : newId('a')
    const outcome = await this.store.claim({ player, username, foldedName, passphrase: hashed })
    if (outcome !== 'claimed') return refuse(outcome)
    await this.#tell([foldedName])
    metrics.accounts.inc({ event: 'claimed' })
    return this.#open({ player, username, generation: 1 })
  }

  /** Opens a session with a passphrase. */
  async signIn(username: string, rawPassphrase: string, address: string): Promise<Session | Refusal> {
    const account = await this.#prove(username, rawPassphrase, address)
    if (isRefusal(account)) return account
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

  /** Another token for a session whose token is a day old, which is good for a minute more; undefined for a younger one. */
  async renew({ account, identity }: SignedIn): Promise<Session | undefined> {
    if (!isInSession(identity) || this.tokens.ageMs(identity) < RENEW_AFTER_MS) return undefined
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
    { account }: SignedIn,
    before: string,
    after: string,
    address: string,
  ): Promise<Session | Refusal> {
    const passphrase = toPassphrase(after)
    if (isRefusal(passphrase)) return passphrase
    const proved = await this.#prove(account.username, before, address)
    if (isRefusal(proved)) return proved
    const hashed = await this.#passphrases.hash(passphrase)
    if (hashed === 'busy') return refuse('unavailable')
    const generation = await this.store.setPassphrase(account, hashed)
    if (generation === undefined) return refuse('bad_token')
    await this.#tell([account.foldedName])
    return this.#open({ ...account, generation })
  }

  /** Another name; results go along, the old name is kept, and every session ends but the one that is answered. */
  async rename({ account }: SignedIn, rawName: string): Promise<Session | Refusal> {
    const username = toUsername(rawName)
    if (isRefusal(username)) return username
    const foldedName = foldUsername(username)
    if (foldedName !== account.foldedName) {
      const refusal = await this.#refuseTaken(foldedName, undefined)
      if (refusal !== undefined) return refusal
    }
    const outcome = await this.store.rename(account, username, foldedName)
    if (outcome === 'gone') return refuse('bad_token')
    if (outcome !== 'renamed') return refuse(outcome)
    await this.#tell([account.foldedName, foldedName])
    metrics.accounts.inc({ event: 'renamed' })
    return this.#open({ ...account, username, generation: account.generation + 1 })
  }

  async delete({ account }: SignedIn, passphrase: string, address: string): Promise<Refusal | undefined> {
    const proved = await this.#prove(account.username, passphrase, address)
    if (isRefusal(proved)) return proved
    if (!(await this.store.delete(account))) return refuse('bad_token')
    await this.#tell([account.foldedName])
    metrics.accounts.inc({ event: 'deleted' })
    return undefined
  }

  async #prove(username: string, rawPassphrase: string, address: string): Promise<Account | Refusal> {
    const passphrase = toPassphrase(rawPassphrase)
    if (isRefusal(passphrase)) return refuse('wrong_passphrase')
    const folded = foldUsername(username)
    if (!this.#budgets.takeGuess(networkOf(address), folded, performance.now())) return refuse('rate_limited')
    if (!(await this.#mayGuess(folded))) return refuse('rate_limited')
    const account = await this.store.byName(folded)
    if (account === undefined) return refuse('name_unclaimed')
    const isRight = await this.#passphrases.isOf(account.passphrase, passphrase)
    if (isRight === 'busy') return refuse('unavailable')
    if (!isRight) metrics.accounts.inc({ event: 'wrong-passphrase' })
    return isRight ? account : refuse('wrong_passphrase')
  }

  /** What is charged to this node's own budgets holds without Redis too. */
  #mayGuess(folded: string): Promise<boolean> {
    return this.cluster.guesses.take(folded).catch(error => {
      this.log.warn({ err: error }, 'a guess was charged to this node alone')
      return true
    })
  }

  /** A name that someone else is online under is that one's to claim. */
  async #refuseTaken(folded: string, guest: Identity | undefined): Promise<Refusal | undefined> {
    try {
      const claim = await this.cluster.claims.of(folded)
      if (claim !== undefined && 'player' in claim) return refuse('name_claimed')
      const holder = await this.cluster.lobby.holder(folded)
      return holder === undefined || holder.player === guest?.player ? undefined : refuse('name_taken')
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
