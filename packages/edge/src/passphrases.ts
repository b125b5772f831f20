import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { type Refusal, refuse } from '@ketik/protocol'

const LENGTH_MIN = 8
const LENGTH_MAX = 256
/** 16 MiB and about 150 ms of one core; https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { log2N: 14, r: 8, p: 5 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32
/** Of libuv's four threads, so that files and names are still found in a storm of logins. */
const AT_ONCE = 2

/** A passphrase as it is hashed: NFKC, so that it is the same from every keyboard. 8 to 256 characters. */
export const toPassphrase = (raw: string): string | Refusal => {
  const passphrase = raw.length > 8 * LENGTH_MAX ? '' : raw.normalize('NFKC')
  const { length } = [...passphrase]
  return length >= LENGTH_MIN && length <= LENGTH_MAX ? passphrase : refuse('bad_passphrase')
}

/**
 * Hashes of passwords, `scrypt$log2 N$r$p$salt$hash`: a few at once, the others in a queue. No hash is refused. The queue is
 * bounded by what may ask for a hash: a unit of a budget (`GuessBudgets`, `Registrations`) is taken before, and each request
 * is one of the connections that the node admits.
 */
export class Passphrases {
  #running = 0
  readonly #waiting: (() => void)[] = []

  async hash(passphrase: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES)
    const hash = await this.#inTurn(() => derive(passphrase, salt, COST))
    const { log2N, r, p } = COST
    return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
  }

  /** Compares in constant time, by the cost that the hash was made with. */
  async isOf(hashed: string, passphrase: string): Promise<boolean> {
    const [kind, log2N, r, p, salt = '', hash = ''] = hashed.split('$')
    if (kind !== 'scrypt') throw new Error('a passphrase was hashed in an unknown way')
    const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
    const derived = await this.#inTurn(() => derive(passphrase, Buffer.from(salt, 'base64url'), cost))
    return timingSafeEqual(derived, Buffer.from(hash, 'base64url'))
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    } else this.#running += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}

type Cost = { readonly log2N: number; readonly r: number; readonly p: number }

const derive = (passphrase: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> => {
  const N = 2 ** log2N
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, HASH_BYTES, options, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    )
  })
}
