import { LRUCache } from 'lru-cache'
import type { EdgeSettings } from '../settings.ts'
import { type AddressRates, AddressShare, addressRates } from './address-share.ts'
import { networkOf } from './network-of.ts'

/** Addresses without a connection whose budgets are remembered; the one that left longest ago is forgotten first. */
const GONE_MAX = 10_000
/** Of an address's connections, the share that may only watch the diagnostics. */
const WATCHING_MAX = 0.5

type Limits = Pick<EdgeSettings, 'connectionsMax' | 'connectionsPerAddressMax' | 'chatPerTenSeconds'>

/** How many connections there are, over all and from each address, and what each address has used of its budgets. */
export class ConnectionLimits {
  readonly #here = new Map<string, AddressShare>()
  readonly #gone = new LRUCache<string, AddressShare>({ max: GONE_MAX })
  readonly #rates: AddressRates
  #all = 0

  constructor(private readonly settings: Limits) {
    this.#rates = addressRates(settings)
  }

  /** How many there are now. */
  get count(): number {
    return this.#all
  }

  /** Counts one more, or answers false when that would be too many, or too many too fast. `now` in monotonic ms. */
  enter(address: string, now = performance.now()): boolean {
    const share = this.shareOf(address)
    if (
      this.#all >= this.settings.connectionsMax ||
      share.connections >= this.settings.connectionsPerAddressMax ||
      !share.take('connects', now)
    )
      return false
    this.#all += 1
    share.connections += 1
    const network = networkOf(address)
    this.#here.set(network, share)
    this.#gone.delete(network)
    return true
  }

  /** The same for one that only watches the diagnostics: these leave room for players of their address. */
  enterToWatch(address: string, now = performance.now()): boolean {
    const share = this.shareOf(address)
    if (share.watching >= WATCHING_MAX * this.settings.connectionsPerAddressMax) return false
    if (!this.enter(address, now)) return false
    share.watching += 1
    return true
  }

  leaveWatching(address: string): void {
    this.shareOf(address).watching -= 1
    this.leave(address)
  }

  leave(address: string): void {
    const network = networkOf(address)
    const share = this.#here.get(network)
    if (share === undefined) return
    this.#all -= 1
    share.connections -= 1
    if (share.connections > 0) return
    this.#here.delete(network)
    this.#gone.set(network, share)
  }

  /** Never two for one address that has a connection. */
  shareOf(address: string): AddressShare {
    const network = networkOf(address)
    const known = this.#here.get(network) ?? this.#gone.peek(network)
    if (known !== undefined) return known
    const share = new AddressShare(this.#rates)
    this.#gone.set(network, share)
    return share
  }
}
