import { CHAT_PER_TEN_SECONDS } from '../member/chat-rules.ts'
import { Rate } from './rate.ts'

/** What is said through one node: as by so many people at their limit, and less in a lobby of more listeners. */
const SPEAKERS = 80
const LISTENERS = 500
/** What may be said at once, as the number of seconds in which it refills. */
const BURST_SECONDS = 2

/** What the lobby may hear through one node: every message costs a frame for each who listens. */
export class LobbyBudget {
  readonly #rate: Rate
  #fullAt = 0

  constructor(chatPerTenSeconds = CHAT_PER_TEN_SECONDS) {
    const perSecond = (SPEAKERS * chatPerTenSeconds) / 10
    this.#rate = new Rate(BURST_SECONDS * perSecond, perSecond)
  }

  /** `now` in monotonic ms. */
  take(now: number, online: number): boolean {
    const after = this.#rate.take(this.#fullAt, now, costIn(online))
    if (after === undefined) return false
    this.#fullAt = after
    return true
  }

  /** How long until one more may be said, in ms; 0 when it may now. */
  waitMs(now: number, online: number): number {
    return this.#rate.waitMs(this.#fullAt, now, costIn(online))
  }
}

const costIn = (online: number): number => Math.max(1, online / LISTENERS)
