import { isIPv6 } from 'node:net'
import { TokenBucket } from '@ketik/runtime'

const BURST = 60
const PER_SECOND = 20
const ADDRESSES_MAX = 10_000

/** A budget of requests for each address; the address that was silent longest is forgotten first. */
export class AddressBudgets {
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(private readonly addressesMax = ADDRESSES_MAX) {}

  /** `now` in monotonic ms. */
  take(address: string, now: number): boolean {
    const key = networkOf(address)
    const bucket = this.#buckets.get(key) ?? new TokenBucket(BURST, PER_SECOND, now)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    for (const [oldest] of this.#buckets) {
      if (this.#buckets.size <= this.addressesMax) break
      this.#buckets.delete(oldest)
    }
    return bucket.take(now)
  }
}

/** One IPv6 client commonly has a whole /64, so that is what counts. */
export const networkOf = (address: string): string => {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...rest]
  return all
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')
}
