import { type Measure, type MeasureKind, measureKey, replacesMeasure } from '@ketik/cluster'
import type { PlayerId } from '@ketik/race'
import { toAddress } from '../limits/address.ts'
import { createAddressBlocks, toAddressBlock } from '../limits/address-block.ts'

/** Whom a measure may concern: the folded name that is held or asked for, and the player. */
export type Concerned = { readonly folded?: string | undefined; readonly player?: PlayerId | undefined }

type Covers = (address: string) => boolean

/** What operators have imposed and is not over, as one node knows it. */
export class MeasuresInForce {
  readonly #byKey = new Map<string, Measure>()
  /** The standing measures by the names and by the players that they concern. */
  readonly #byName = new Map<string, readonly Measure[]>()
  readonly #byPlayer = new Map<string, readonly Measure[]>()
  readonly #blocks = new Map<Measure, Covers>()

  /** `now`: cluster time. */
  constructor(private readonly now: () => number) {}

  replace(measures: readonly Measure[]): void {
    this.#byKey.clear()
    for (const measure of measures) this.#add(measure)
    this.#index()
  }

  apply(measure: Measure): void {
    const now = this.now()
    for (const [key, standing] of this.#byKey) {
      if (standing.until <= now || replacesMeasure(measure, standing, now)) this.#byKey.delete(key)
    }
    this.#add(measure)
    this.#index()
  }

  isMuted(who: Concerned): boolean {
    return this.#has('mute', who)
  }

  isBanned(who: Concerned): boolean {
    return this.#has('ban-name', who)
  }

  /** The players that a mute of the name follows. Undefined: the name is not muted. */
  mutedUnder(folded: string): readonly (PlayerId | undefined)[] | undefined {
    const found = this.#standing('mute', this.#byName.get(folded))
    return found.length === 0 ? undefined : found.map(({ player }) => player)
  }

  isAddressBanned(text: string): boolean {
    if (this.#blocks.size === 0) return false
    const address = toAddress(text)
    if (address === undefined) return false
    for (const [measure, covers] of this.#blocks) {
      if (covers(address) && measure.until > this.now()) return true
    }
    return false
  }

  /** What newcomers are told, oldest first. */
  announcements(): readonly Measure[] {
    return this.#standing('announce', [...this.#byKey.values()]).toSorted((a, b) => a.at - b.at)
  }

  #has(kind: MeasureKind, { folded, player }: Concerned): boolean {
    return (
      (folded !== undefined && this.#standing(kind, this.#byName.get(folded)).length > 0) ||
      (player !== undefined && this.#standing(kind, this.#byPlayer.get(player)).length > 0)
    )
  }

  #standing(kind: MeasureKind, measures: readonly Measure[] = []): readonly Measure[] {
    return measures.filter(measure => measure.kind === kind && measure.until > this.now())
  }

  #add(measure: Measure): void {
    if (measure.until <= this.now()) return
    if (measure.kind === 'ban-address' && toAddressBlock(measure.subject) === undefined) return
    this.#byKey.set(measureKey(measure), measure)
  }

  #index(): void {
    this.#byName.clear()
    this.#byPlayer.clear()
    const blocks = [...this.#byKey.values()].filter(({ kind }) => kind === 'ban-address')
    for (const known of this.#blocks.keys()) if (!blocks.includes(known)) this.#blocks.delete(known)
    for (const measure of blocks) {
      if (!this.#blocks.has(measure))
        this.#blocks.set(measure, createAddressBlocks([measure.subject], measure.kind))
    }
    for (const measure of this.#byKey.values()) {
      if (measure.kind !== 'mute' && measure.kind !== 'ban-name') continue
      if (measure.subject !== '') add(this.#byName, measure.subject, measure)
      if (measure.player !== undefined) add(this.#byPlayer, measure.player, measure)
    }
  }
}

const add = (index: Map<string, readonly Measure[]>, key: string, measure: Measure): void => {
  index.set(key, [...(index.get(key) ?? []), measure])
}
