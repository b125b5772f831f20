import {
  type ModerationAction,
  type ModerationActionKind,
  moderationActionKey,
  replacesModerationAction,
} from '@ketik/cluster'
import type { PlayerId } from '@ketik/race'
import { toAddress } from '../limits/address.ts'
import { createAddressBlocks, toAddressBlock } from '../limits/address-block.ts'

/** Whom a moderation action may concern: the folded name that is held or asked for, and the player. */
export type Concerned = { readonly folded?: string | undefined; readonly player?: PlayerId | undefined }

type Covers = (address: string) => boolean

/** The moderation actions that are not over, as one node knows them. */
export class ModerationInForce {
  readonly #byKey = new Map<string, ModerationAction>()
  /** The standing actions by the names and by the players that they concern. */
  readonly #byName = new Map<string, readonly ModerationAction[]>()
  readonly #byPlayer = new Map<string, readonly ModerationAction[]>()
  readonly #blocks = new Map<ModerationAction, Covers>()

  /** `now`: cluster time. */
  constructor(private readonly now: () => number) {}

  replace(actions: readonly ModerationAction[]): void {
    this.#byKey.clear()
    for (const action of actions) this.#add(action)
    this.#index()
  }

  apply(action: ModerationAction): void {
    const now = this.now()
    for (const [key, standing] of this.#byKey) {
      if (standing.until <= now || replacesModerationAction(action, standing, now)) this.#byKey.delete(key)
    }
    this.#add(action)
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
    for (const [action, covers] of this.#blocks) {
      if (covers(address) && action.until > this.now()) return true
    }
    return false
  }

  /** What newcomers are told, oldest first. */
  announcements(): readonly ModerationAction[] {
    return this.#standing('announce', [...this.#byKey.values()]).toSorted((a, b) => a.at - b.at)
  }

  #has(kind: ModerationActionKind, { folded, player }: Concerned): boolean {
    return (
      (folded !== undefined && this.#standing(kind, this.#byName.get(folded)).length > 0) ||
      (player !== undefined && this.#standing(kind, this.#byPlayer.get(player)).length > 0)
    )
  }

  #standing(
    kind: ModerationActionKind,
    actions: readonly ModerationAction[] = [],
  ): readonly ModerationAction[] {
    return actions.filter(action => action.kind === kind && action.until > this.now())
  }

  #add(action: ModerationAction): void {
    if (action.until <= this.now()) return
    if (action.kind === 'ban-address' && toAddressBlock(action.subject) === undefined) return
    this.#byKey.set(moderationActionKey(action), action)
  }

  #index(): void {
    this.#byName.clear()
    this.#byPlayer.clear()
    const blocks = [...this.#byKey.values()].filter(({ kind }) => kind === 'ban-address')
    for (const known of this.#blocks.keys()) if (!blocks.includes(known)) this.#blocks.delete(known)
    for (const action of blocks) {
      if (!this.#blocks.has(action))
        this.#blocks.set(action, createAddressBlocks([action.subject], action.kind))
    }
    for (const action of this.#byKey.values()) {
      if (action.kind !== 'mute' && action.kind !== 'ban-name') continue
      if (action.subject !== '') add(this.#byName, action.subject, action)
      if (action.player !== undefined) add(this.#byPlayer, action.player, action)
    }
  }
}

const add = (
  index: Map<string, readonly ModerationAction[]>,
  key: string,
  action: ModerationAction,
): void => {
  index.set(key, [...(index.get(key) ?? []), action])
}
