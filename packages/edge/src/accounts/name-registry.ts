import type { SharedCluster } from '@ketik/cluster'
import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { type Log, metrics } from '@ketik/runtime'
import type { AccountStore } from '@ketik/scores'
import type { Visitor } from '../connection/visitor.ts'
import { onlineHolder } from '../member/online-holder.ts'
import type { AccountNews } from './account-news.ts'
import { newAccountId, openSession, type Session } from './account-session.ts'
import { type Passphrases, toPassphrase } from './passphrases.ts'
import type { PasswordCheck } from './password-check.ts'
import type { Registrations } from './registrations.ts'
import type { Identity, SessionTokens } from './session-token.ts'

type NameRegistryDeps = {
  readonly store: AccountStore
  readonly cluster: SharedCluster
  readonly tokens: SessionTokens
  readonly log: Log
  readonly passphrases: Passphrases
  readonly registrations: Registrations
  readonly check: PasswordCheck
  readonly news: AccountNews
}

/** Gives names to owners. What can be refused is refused before a password is hashed. */
export class NameRegistry {
  constructor(private readonly deps: NameRegistryDeps) {}

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
    const { store, cluster, tokens, log, check, passphrases, registrations, news } = this.deps
    const username = toUsername(rawName)
    if (isRefusal(username)) return username
    const passphrase = toPassphrase(rawPassphrase)
    if (isRefusal(passphrase)) return passphrase
    const foldedName = foldUsername(username)
    const holder = await onlineHolder(cluster, log, foldedName)
    if (holder !== undefined && isRefusal(holder)) return holder
    const isSame =
      guest !== undefined && guest.account === undefined && foldUsername(guest.username) === foldedName
    const player = isSame ? guest.player : newAccountId('a')
    const isHeld = holder !== undefined && holder.player !== player
    const wanted = { player, username, foldedName, isHeld }
    const foreseen = await store.claimable(wanted)
    if (foreseen !== 'claimed') return refuse(foreseen)
    const charge = await registrations.take(visitor)
    if (charge === undefined) return refuse('rate_limited')
    const hashed = await passphrases.hash(passphrase, visitor)
    if (isRefusal(hashed)) {
      await charge.refund()
      return hashed
    }
    // Someone may have registered it meanwhile: the hash is paid for all the same.
    const outcome = await store.claim({ ...wanted, passphrase: hashed })
    if (outcome !== 'claimed') return refuse(outcome)
    await news.tell([foldedName])
    await check.notePlaces({ player }, visitor)
    metrics.accounts.inc({ event: 'claimed' })
    return openSession(tokens, { player, username, generation: 1 })
  }
}
