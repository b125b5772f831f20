import { type Measure, type MeasureKind, measureKey } from '@ketik/cluster'
import { toAddress } from './address.ts'
import { createAddressBlocks, toAddressBlock } from './address-block.ts'

type InForce = { readonly measure: Measure; readonly covers?: (address: string) => boolean }

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
    else if (toAddressBlock(measure.subject) !== undefined)
      this.#byKey.set(key, { measure, covers: createAddressBlocks([measure.subject], measure.kind) })
  }

  isMuted(folded: string): boolean {
    return this.#has('mute', folded)
  }

  isNameBanned(folded: string): boolean {
    return this.#has('ban-name', folded)
  }

  isAddressBanned(text: string): boolean {
    if (this.#byKey.size === 0) return false
    const address = toAddress(text)
    if (address === undefined) return false
    for (const { measure, covers } of this.#byKey.values()) {
      if (covers?.(address) && measure.until > this.now()) return true
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
