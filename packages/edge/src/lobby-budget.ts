import { TokenBucket } from '@ketik/runtime'
import { CHAT_PER_TEN_SECONDS } from './chat-rules.ts'

/** What is said through one node: as by so many people at their limit, and less in a lobby of more than that many. */
const SPEAKERS = 80
const LISTENERS = 500

/** What the lobby may hear through one node: every message costs a frame for each who listens. */
export class LobbyBudget {
  readonly #messages: TokenBucket

  constructor(chatPerTenSeconds = CHAT_PER_TEN_SECONDS) {
    this.#messages = new TokenBucket(SPEAKERS * chatPerTenSeconds, (SPEAKERS * chatPerTenSeconds) / 10, 0)
  }

  /** `now` in monotonic ms. */
  take(now: number, online: number): boolean {
    return this.#messages.take(now, Math.max(1, online / LISTENERS))
  }
}
