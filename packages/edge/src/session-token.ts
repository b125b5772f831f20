import { createHmac, timingSafeEqual } from 'node:crypto'
import type { PlayerId } from '@ketik/race'

const LIFETIME_MS = 24 * 60 * 60_000

export type Identity = { readonly player: PlayerId; readonly username: string; readonly expiresAt: number }

/**
 * Session tokens that any node can check without asking another one, and at once, so that an upgrade needs no await:
 * `payload.signature`, both base64url, signed with HMAC-SHA256 under the secret that all nodes share.
 */
export class SessionTokens {
  constructor(
    private readonly secret: string,
    private readonly now: () => number,
  ) {
    if (secret.length < 16) throw new Error('SESSION_SECRET needs at least 16 characters')
  }

  issue(player: PlayerId, username: string): string {
    const identity: Identity = { player, username, expiresAt: Math.round(this.now() + LIFETIME_MS) }
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

  #sign(payload: string): string {
    return createHmac('sha256', this.secret).update(payload).digest('base64url')
  }
}
