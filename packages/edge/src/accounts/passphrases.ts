import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { isRefusal, type Refusal, refuse } from '@ketik/protocol'
import type { Visitor } from '../connection/visitor.ts'
import { HashQueue } from './hash-queue.ts'

const LENGTH_MIN = 8
const LENGTH_MAX = 256
/** 16 MiB and about 150 ms of one core; https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { log2N: 14, r: 8, p: 5 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32

/** A passphrase as it is hashed: NFKC, so that it is the same from every keyboard. 8 to 256 characters. */
export const toPassphrase = (raw: string): string | Refusal => {
  const passphrase = raw.length > 8 * LENGTH_MAX ? '' : raw.normalize('NFKC')
  const { length } = [...passphrase]
  return length >= LENGTH_MIN && length <= LENGTH_MAX ? passphrase : refuse('bad_passphrase')
}

/**
 * Hashes of passwords, `scrypt$log2 N$r$p$salt$hash`, in the turns of `HashQueue`. Only for a visitor who has gone is none
 * made. The queue is bounded by what may ask for a hash: a unit of a budget is taken before, and each request is one of the
 * connections that the node admits.
 */
export class Passphrases {
  readonly #queue = new HashQueue()

  async hash(passphrase: string, visitor: Visitor): Promise<string | Refusal> {
    const salt = randomBytes(SALT_BYTES)
    const hash = await this.#queue.inTurn(visitor, () => derive(passphrase, salt, COST))
    if (isRefusal(hash)) return hash
    const { log2N, r, p } = COST
    return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
  }

  /** Compares in constant time, by the cost that the hash was made with. */
  async isOf(hashed: string, passphrase: string, visitor: Visitor): Promise<boolean | Refusal> {
    const [kind, log2N, r, p, salt = '', hash = ''] = hashed.split('$')
    if (kind !== 'scrypt') throw new Error('a passphrase was hashed in an unknown way')
    const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
    const derived = await this.#queue.inTurn(visitor, () =>
      derive(passphrase, Buffer.from(salt, 'base64url'), cost),
    )
    return isRefusal(derived) ? derived : timingSafeEqual(derived, Buffer.from(hash, 'base64url'))
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
