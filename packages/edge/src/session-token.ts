import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Proof } from '@ketik/cluster'
import type { PlayerId } from '@ketik/race'

const LIFETIME_MS = 24 * 60 * 60_000
/** Of an account's session; every use of it after a day begins it anew. */
const ACCOUNT_LIFETIME_MS = 30 * LIFETIME_MS

export type Identity = {
  readonly player: PlayerId
  readonly username: string
  readonly expiresAt: number
  /** Of an account: the generation it was given in, its session, and the token's own id. Absent: a guest's. */
  readonly account?: Omit<Proof, 'player'>
}

/** What the token proves to the cluster; nothing for a guest. */
export const proofOf = ({ player, account }: Identity): Proof | undefined =>
  account === undefined ? undefined : { player, ...account }

/**
 * Session tokens that any node can check without asking another one, and at once, so that an upgrade needs no await:
 * `payload.signature`, both base64url, signed with HMAC-SHA256 under the secret that all nodes share. Whether an
 * account's session was ended before its time is not in the token: the cluster knows.
 */
export class SessionTokens {
  constructor(
    private readonly secret: string,
    private readonly now: () => number,
  ) {
    if (secret.length < 16) throw new Error('SESSION_SECRET needs at least 16 characters')
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
    const payload = Buffer.from(JSON.stringify(identity)).toString('base64url')
    return `${payload}.${this.#sign(payload)}`
  }

  /** Whose token it is; undefined when it was not issued here, was altered, or has expired. */
  verify(token: string): Identity | undefined {
    const [payload, signature, ...rest] = token.split('.')
    if (payload === undefined || signature === undefined || rest.length > 0) return undefined
    const expected = Buffer.from(this.#sign(payload))
    const given = Buffer.from(signature)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
    const identity = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Identity
    return identity.expiresAt > this.now() ? identity : undefined
  }

  /** How long ago it was issued, in ms. */
  ageMs({ account, expiresAt }: Identity): number {
    return this.now() - expiresAt + (account === undefined ? LIFETIME_MS : ACCOUNT_LIFETIME_MS)
  }

  /** A hash under the secret of the cluster. With a space in it, `text` can be no token's payload. */
  keyedHash(text: string): string {
    if (!text.includes(' ')) throw new Error('bug: a keyed hash that could sign a token')
    return this.#sign(text)
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.secret).update(payload).digest('base64url')
  }
}
