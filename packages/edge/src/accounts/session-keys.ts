import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const SECRET_CHARS_MIN = 16
const KEY_ID_CHARS = 8

/** `id` names the secret and reveals nothing that a signature under it does not. */
type Key = { readonly id: string; readonly secret: string }

/**
 * SESSION_SECRET, and SESSION_SECRET_SECOND where there is one. The first signs and both verify, so an operator can change
 * the secret without ending a session. Everything that needs the secret comes here.
 */
export class SessionKeys {
  readonly #keys: readonly [Key, ...Key[]]

  /** Throws where a secret has fewer than 16 characters. */
  constructor(first: string, second?: string) {
    this.#keys = second === undefined ? [toKey(first)] : [toKey(first), toKey(second)]
  }

  /**
   * `<payload>.<signature>`. The signature is the id of the first secret (8 characters) and the HMAC-SHA256 under it, in
   * base64url. `payload` has no dot.
   */
  sign(payload: string): string {
    return `${payload}.${signature(this.#keys[0], payload)}`
  }

  /** The payload of what one of the secrets signed; undefined for anything else. */
  verify(signed: string): string | undefined {
    const [payload, given, ...rest] = signed.split('.')
    if (payload === undefined || given === undefined || rest.length > 0) return undefined
    const key = this.#keys.find(({ id }) => given.startsWith(id))
    if (key === undefined) return undefined
    const expected = Buffer.from(signature(key, payload))
    const actual = Buffer.from(given)
    return actual.length === expected.length && timingSafeEqual(actual, expected) ? payload : undefined
  }

  /** Whether the first secret signed it; of what `verify` accepts. */
  isOfFirst(signed: string): boolean {
    return signed.split('.')[1]?.startsWith(this.#keys[0].id) === true
  }

  /** For each secret, the first one's first, 8 hex digits that follow from it and from `purpose`. */
  tags(purpose: string): readonly [string, ...string[]] {
    return this.#each(secret =>
      createHmac('sha256', secret).update(`tag of ${purpose}`).digest('hex').slice(0, 8),
    )
  }

  /**
   * For each secret, the first one's first, a hash of `text` in 43 letters of base64url that nobody can compute without
   * it. The spaces keep it apart from signatures.
   */
  hashes(text: string): readonly [string, ...string[]] {
    return this.#each(secret => createHmac('sha256', secret).update(`hash of ${text}`).digest('base64url'))
  }

  /**
   * One of those hashes, for what nodes must agree on: that of the secret whose id sorts first. Nodes with the same two
   * secrets compute the same, whichever of them is the first.
   */
  agreedHash(text: string): string {
    const [first, second = first] = this.#keys
    const [ofFirst, ofSecond = ofFirst] = this.hashes(text)
    return first.id <= second.id ? ofFirst : ofSecond
  }

  #each(compute: (secret: string) => string): readonly [string, ...string[]] {
    const [first, ...others] = this.#keys
    return [compute(first.secret), ...others.map(({ secret }) => compute(secret))]
  }
}

const toKey = (secret: string): Key => {
  if (secret.length < SECRET_CHARS_MIN) throw new Error('SESSION_SECRET needs at least 16 characters')
  const id = createHash('sha256').update(`ketik key id ${secret}`).digest('base64url').slice(0, KEY_ID_CHARS)
  return { id, secret }
}

const signature = ({ id, secret }: Key, payload: string): string =>
  id + createHmac('sha256', secret).update(payload).digest('base64url')
