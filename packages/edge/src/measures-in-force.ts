import { BlockList, isIP } from 'node:net'
import { type Measure, type MeasureKind, measureKey } from '@ketik/cluster'

type InForce = { readonly measure: Measure; readonly network?: BlockList }

/** What operators have imposed and is not over, as one node knows it. */
export class MeasuresInForce {
  readonly #byKey = new Map<string, InForce>()

  /** `now`: cluster time. */
  constructor(private readonly now: () => number) {}

  replace(measures: readonly Measure[]): void {
    this.#byKey.clear()
    for (const measure of measures) this.apply(measure)
  }

  apply(measure: Measure): void {
    this.#forgetOver()
    const key = measureKey(measure)
    if (measure.until <= this.now()) this.#byKey.delete(key)
    else if (measure.kind !== 'ban-address') this.#byKey.set(key, { measure })
    else this.#byKey.set(key, { measure, network: toNetwork(measure.subject) })
  }

  isMuted(folded: string): boolean {
    return this.#has('mute', folded)
  }

  isNameBanned(folded: string): boolean {
    return this.#has('ban-name', folded)
  }

  isAddressBanned(address: string): boolean {
    if (this.#byKey.size === 0) return false
    const version = isIP(address)
    if (version === 0) return false
    for (const { measure, network } of this.#byKey.values()) {
      if (network?.check(address, version === 6 ? 'ipv6' : 'ipv4') && measure.until > this.now()) return true
    }
    return false
  }

  /** What newcomers are told, oldest first. */
  announcements(): readonly Measure[] {
    const standing = [...this.#byKey.values()].map(({ measure }) => measure)
    return standing
      .filter(({ kind, until }) => kind === 'announce' && until > this.now())
      .sort((a, b) => a.at - b.at)
  }

  #has(kind: MeasureKind, subject: string): boolean {
    const found = this.#byKey.get(measureKey({ kind, subject }))
    return found !== undefined && found.measure.until > this.now()
  }

  #forgetOver(): void {
    const now = this.now()
    for (const [key, { measure }] of this.#byKey) if (measure.until <= now) this.#byKey.delete(key)
  }
}

/** An address, or a network written as `address/bits`. */
export const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32))
}

const toNetwork = (text: string): BlockList => {
  const list = new BlockList()
  if (!isNetwork(text)) return list
  const [address = '', bits] = text.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (bits === undefined) list.addAddress(address, family)
  else list.addSubnet(address, Number(bits), family)
  return list
}
