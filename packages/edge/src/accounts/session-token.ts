import type { Proof } from '@ketik/cluster'
import type { PlayerId } from '@ketik/race'
import { SessionKeys } from './session-keys.ts'

const LIFETIME_MS = 24 * 60 * 60_000
/** Of an account's session; every use of it after a day begins it anew. */
const ACCOUNT_LIFETIME_MS = 30 * LIFETIME_MS

export type Identity = {
  readonly player: PlayerId
  readonly username: string
  readonly expiresAt: number
  /** Of an account: the generation it was given in, its session, and the token's own id. Absent: a guest's. */
  readonly account?: Omit<Proof, 'player'>
  /** The second secret signed the token: it is to be renewed before that secret goes. Not in the token. */
  readonly isOfSecondSecret?: true
}

/** What the token proves to the cluster; nothing for a guest. */
export const proofOf = ({ player, account }: Identity): Proof | undefined =>
  account === undefined ? undefined : { player, ...account }

/**
 * Session tokens that any node can check without asking another one, and at once, so that an upgrade needs no await:
 * an identity in base64url, signed by `SessionKeys` under a secret that all nodes share. Whether an account's session was
 * ended before its time is not in the token: the cluster knows.
 */
export class SessionTokens {
  readonly keys: SessionKeys

  /** `second`: a secret whose tokens are good too, while the secret changes. */
  constructor(
    secret: string,
    private readonly now: () => number,
    second?: string,
  ) {
    this.keys = new SessionKeys(secret, second)
  }

  /** A guest's, or that of an account's session. */
  issue(player: PlayerId, username: string, account?: Omit<Proof, 'player'>): string {
    const lifetimeMs = account === undefined ? LIFETIME_MS : ACCOUNT_LIFETIME_MS
    const identity: Identity = {
      player,
      username,
      expiresAt: Math.round(this.now() + lifetimeMs),
      ...(account === undefined ? {} : { account }),
    }
    return this.keys.sign(Buffer.from(JSON.stringify(identity)).toString('base64url'))
  }

  /** Whose token it is; undefined when it was not issued here, was altered, or has expired. */
  verify(token: string): Identity | undefined {
    const payload = this.keys.verify(token)
    if (payload === undefined) return undefined
    const identity = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Identity
    if (identity.expiresAt <= this.now()) return undefined
    return this.keys.isOfFirst(token) ? identity : { ...identity, isOfSecondSecret: true }
  }

  /** How long ago it was issued, in ms. */
  ageMs({ account, expiresAt }: Identity): number {
    return this.now() - expiresAt + (account === undefined ? LIFETIME_MS : ACCOUNT_LIFETIME_MS)
  }
}
