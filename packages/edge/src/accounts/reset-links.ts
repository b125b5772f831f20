import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { AccountStore, ResetOwner } from '@ketik/scores'
import type { Visitor } from '../connection/visitor.ts'
import type { AccountNews } from './account-news.ts'
import { openSession, type Session } from './account-session.ts'
import type { NewPasswords } from './new-passwords.ts'
import { type Passphrases, toPassphrase } from './passphrases.ts'
import type { PasswordCheck } from './password-check.ts'
import { newResetToken, resetTokenHash } from './reset-token.ts'
import type { SessionTokens } from './session-token.ts'

/** A link for a new password: its token, and when it ends (epoch ms). */
type ResetLink = { readonly token: string; readonly until: number }

type ResetLinkDeps = {
  readonly store: AccountStore
  readonly passphrases: Passphrases
  readonly newPasswords: NewPasswords
  readonly check: PasswordCheck
  readonly tokens: SessionTokens
  readonly news: AccountNews
}

/** Links by which an owner sets a new password without the old one. */
export class ResetLinks {
  constructor(private readonly deps: ResetLinkDeps) {}

  /** A link for the owner of a name; it replaces an earlier one. For operators. */
  async issue(
    rawName: string,
    record: { readonly reason?: string; readonly operator?: string },
  ): Promise<ResetLink | Refusal> {
    const username = toUsername(rawName)
    if (isRefusal(username)) return username
    const token = newResetToken()
    const tokenHash = resetTokenHash(token)
    const until = await this.deps.store.issueReset({
      foldedName: foldUsername(username),
      tokenHash,
      ...record,
    })
    if (until === undefined) return refuse('name_unclaimed')
    metrics.accounts.inc({ event: 'reset-issued' })
    return { token, until }
  }

  /**
   * Sets the password by such a link, once; every session ends but the one that is answered. `judge` says why its owner
   * may not: then the link stays good, as it does when nothing was set for another reason.
   */
  async use(
    token: string,
    after: string,
    visitor: Visitor,
    judge: (owner: ResetOwner) => Refusal | undefined,
  ): Promise<Session | Refusal> {
    const { store, passphrases, newPasswords, check, tokens, news } = this.deps
    const passphrase = toPassphrase(after)
    if (isRefusal(passphrase)) return passphrase
    const tokenHash = resetTokenHash(token)
    // A link that does not work costs no hash.
    const owner = await store.resetOwner(tokenHash)
    if (owner === undefined) return refuse('reset_over')
    const refusal = judge(owner)
    if (refusal !== undefined) return refusal
    if ((await newPasswords.ofLink(tokenHash)) === undefined) return refuse('rate_limited')
    const hashed = await passphrases.hash(passphrase, visitor)
    if (isRefusal(hashed)) return hashed
    const account = await store.useReset(tokenHash, hashed)
    if (account === undefined) return refuse('reset_over')
    await news.tell([account.foldedName])
    await check.notePlaces(account, visitor)
    metrics.accounts.inc({ event: 'reset-used' })
    return openSession(tokens, account)
  }
}
