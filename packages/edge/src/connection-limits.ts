import type { EdgeSettings } from './settings.ts'

/** How many connections there are, over all and from each address. */
export class ConnectionLimits {
  readonly #byAddress = new Map<string, number>()
  #all = 0

  constructor(private readonly settings: Pick<EdgeSettings, 'connectionsMax' | 'connectionsPerAddressMax'>) {}

  /** How many there are now. */
  get count(): number {
    return this.#all
  }

  /** Counts one more, or answers false when that would be too many. */
  enter(address: string): boolean {
    const here = this.#byAddress.get(address) ?? 0
    if (this.#all >= this.settings.connectionsMax || here >= this.settings.connectionsPerAddressMax)
      return false
    this.#all += 1
    this.#byAddress.set(address, here + 1)
    return true
  }

  leave(address: string): void {
    const here = this.#byAddress.get(address) ?? 0
    this.#all -= 1
    if (here <= 1) this.#byAddress.delete(address)
    else this.#byAddress.set(address, here - 1)
  }
}
