import { LRUCache } from 'lru-cache'
import { CHAT_PER_TEN_SECONDS } from '../member/chat-rules.ts'
import { Rate } from './rate.ts'

/** Names whose budgets are remembered; the one that did nothing for longest is forgotten first. */
const NAMES_MAX = 10_000
const RACES_BURST = 10
const RACES_PER_SECOND = 0.5

type Used = { chats: number; races: number }

/** What a name may do at a node, over all the connections that have it one after the other. */
export class NameShares {
  readonly #used = new LRUCache<string, Used>({ max: NAMES_MAX })
  readonly #rates: Readonly<Record<keyof Used, Rate>>

  constructor(chatPerTenSeconds = CHAT_PER_TEN_SECONDS) {
    this.#rates = {
      chats: new Rate(chatPerTenSeconds, chatPerTenSeconds / 10),
      races: new Rate(RACES_BURST, RACES_PER_SECOND),
    }
  }

  /** `now` in monotonic ms. */
  take(what: keyof Used, folded: string, now: number): boolean {
    const used = this.#usedBy(folded)
    const after = this.#rates[what].take(used[what], now)
    if (after === undefined) return false
    used[what] = after
    return true
  }

  /** How long until the name may do one more, in ms; 0 when it may now. */
  waitMs(what: keyof Used, folded: string, now: number): number {
    return this.#rates[what].waitMs(this.#usedBy(folded)[what], now)
  }

  /** Takes one whether it is there or not. */
  owe(what: keyof Used, folded: string, now: number): void {
    const used = this.#usedBy(folded)
    used[what] = this.#rates[what].owe(used[what], now, 1)
  }

  #usedBy(folded: string): Used {
    const known = this.#used.get(folded)
    if (known !== undefined) return known
    const used = { chats: 0, races: 0 }
    this.#used.set(folded, used)
    return used
  }
}
