import {
  type ChatEvent,
  type FeedEvent,
  HISTORY_MAX,
  type Lobby,
  type LobbyEvent,
  type Measure,
  type Standing,
} from '@ketik/cluster'
import { type Log, TokenBucket } from '@ketik/runtime'
import { MeasuresInForce } from './measures-in-force.ts'

/**
 * Whom an event is for. In a crowd a join or leave is told only to the one who came or went; the last one is told to all
 * once the crowd has passed, late and out of its order, for those who show how many are online.
 */
export type Audience = 'all' | 'the one' | 'all, late'

/** A door's way to hear the lobby: one call for each event, for all of that door's connections. */
export type LobbyListener = (event: LobbyEvent, audience: Audience) => void

/** Whose words announcements are; nobody else can have the name. */
export const OPERATOR = '[Ketik]'

const PRESENCE_BURST = 100
const PRESENCE_PER_SECOND = 20
const PRESENCE_LATER_MS = 500

/**
 * The lobby as one node hears it, handed on to every door of the node, with the last messages at hand for newcomers.
 * Joins and leaves beyond a rate are not told one by one: in a storm nobody reads them, and each costs a frame for
 * every connection. The last of them is told once the storm is over, so that the count is right.
 */
export class LobbyRelay {
  readonly measures: MeasuresInForce
  readonly #listeners = new Set<LobbyListener>()
  readonly #onMeasures = new Set<() => void>()
  readonly #presence = new TokenBucket(PRESENCE_BURST, PRESENCE_PER_SECOND, performance.now())
  readonly #history: ChatEvent[] = []
  #held: LobbyEvent | undefined
  #later: NodeJS.Timeout | undefined

  private constructor(
    lobby: Lobby,
    private readonly log: Log,
  ) {
    this.measures = new MeasuresInForce(() => lobby.now())
  }

  static async open(lobby: Lobby, log: Log): Promise<LobbyRelay> {
    const relay = new LobbyRelay(lobby, log)
    await lobby.listen({
      heard: event => relay.#hear(event),
      stands: standing => relay.#stand(standing),
    })
    return relay
  }

  /** The last messages, oldest first, exactly up to what the listeners have heard. */
  get history(): readonly ChatEvent[] {
    return this.#history
  }

  /** What operators announce and is not over. */
  get announcements(): readonly ChatEvent[] {
    return this.measures.announcements().map(measure => toAnnouncement(0, measure))
  }

  /** What newcomers are told. */
  get recent(): readonly ChatEvent[] {
    return [...this.#history, ...this.announcements]
  }

  listen(listener: LobbyListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Told whenever an operator has imposed or lifted something: who is connected may have to go. */
  onMeasures(listener: () => void): () => void {
    this.#onMeasures.add(listener)
    return () => this.#onMeasures.delete(listener)
  }

  close(): void {
    clearTimeout(this.#later)
    this.#listeners.clear()
    this.#onMeasures.clear()
  }

  #stand({ history, measures }: Standing): void {
    this.#history.splice(0, Number.POSITIVE_INFINITY, ...history)
    this.measures.replace(measures)
    this.#tellMeasures()
  }

  #hear(event: FeedEvent): void {
    if (event.kind === 'measure') {
      this.#impose(event.n, event.measure)
      return
    }
    if (event.kind === 'chat') {
      this.#history.push(event)
      if (this.#history.length > HISTORY_MAX) this.#history.shift()
    } else if (!this.#presence.take(performance.now())) {
      this.#hold(event)
      this.#tell(event, 'the one')
      return
    } else {
      this.#held = undefined
    }
    this.#tell(event)
  }

  #impose(n: number, measure: Measure): void {
    this.measures.apply(measure)
    if (measure.kind !== 'announce') this.#tellMeasures()
    else if (measure.until > measure.at) this.#tell(toAnnouncement(n, measure))
  }

  #hold(event: LobbyEvent): void {
    this.#held = event
    this.#later ??= setTimeout(() => {
      this.#later = undefined
      if (this.#held !== undefined) this.#tell(this.#held, 'all, late')
      this.#held = undefined
    }, PRESENCE_LATER_MS)
  }

  #tell(event: LobbyEvent, audience: Audience = 'all'): void {
    for (const listener of this.#listeners) {
      try {
        listener(event, audience)
      } catch (error) {
        this.log.error({ err: error }, 'a door met a bug while telling the lobby')
      }
    }
  }

  #tellMeasures(): void {
    for (const listener of this.#onMeasures) {
      try {
        listener()
      } catch (error) {
        this.log.error({ err: error }, 'a door met a bug while minding the measures')
      }
    }
  }
}

const toAnnouncement = (n: number, { subject, at }: Measure): ChatEvent => ({
  n,
  kind: 'chat',
  from: OPERATOR,
  text: subject,
  door: 'operator',
  at,
})
