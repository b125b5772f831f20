import { type ChatEvent, HISTORY_MAX, type Lobby, type LobbyEvent } from '@ketik/cluster'
import { type Log, TokenBucket } from '@ketik/runtime'

/** A door's way to hear the lobby: one call for each event, for all of that door's connections. */
export type LobbyListener = (event: LobbyEvent) => void

const PRESENCE_BURST = 100
const PRESENCE_PER_SECOND = 20
const PRESENCE_LATER_MS = 500

/**
 * The lobby as one node hears it, handed on to every door of the node, with the last messages at hand for newcomers.
 * Joins and leaves beyond a rate are not told one by one: in a storm nobody reads them, and each costs a frame for
 * every connection. The last of them is told once the storm is over, so that the count is right.
 */
export class LobbyRelay {
  readonly #listeners = new Set<LobbyListener>()
  readonly #recent: ChatEvent[] = []
  readonly #presence = new TokenBucket(PRESENCE_BURST, PRESENCE_PER_SECOND, performance.now())
  #held: LobbyEvent | undefined
  #later: NodeJS.Timeout | undefined

  private constructor(private readonly log: Log) {}

  static async open(lobby: Lobby, log: Log): Promise<LobbyRelay> {
    const relay = new LobbyRelay(log)
    await lobby.listen(event => relay.#hear(event))
    const heard = new Set(relay.#recent.map(({ n }) => n))
    relay.#recent.unshift(...(await lobby.history()).filter(({ n }) => !heard.has(n)))
    return relay
  }

  /** The last messages, oldest first, exactly up to what the listeners have heard. */
  get recent(): readonly ChatEvent[] {
    return this.#recent
  }

  listen(listener: LobbyListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    clearTimeout(this.#later)
    this.#listeners.clear()
  }

  #hear(event: LobbyEvent): void {
    if (event.kind === 'chat') {
      this.#recent.push(event)
      if (this.#recent.length > HISTORY_MAX) this.#recent.shift()
    } else if (!this.#presence.take(performance.now())) {
      this.#hold(event)
      return
    }
    this.#tell(event)
  }

  #hold(event: LobbyEvent): void {
    this.#held = event
    this.#later ??= setTimeout(() => {
      this.#later = undefined
      if (this.#held !== undefined) this.#tell(this.#held)
      this.#held = undefined
    }, PRESENCE_LATER_MS)
  }

  #tell(event: LobbyEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        this.log.error({ err: error }, 'a door met a bug while telling the lobby')
      }
    }
  }
}
