import type { Log } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import type { ChatEvent, FeedEvent } from './lobby-event.ts'
import type { ModerationAction } from './moderation-action.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'

/** The state of the lobby after the event of a number. */
export type LobbySnapshot = {
  readonly sequence: number
  readonly online: number
  /** The last messages, oldest first. */
  readonly history: readonly ChatEvent[]
  /** Moderation actions. Some may be over. */
  readonly actions: readonly ModerationAction[]
}

export type FeedListener = {
  /** Each event once, in its order. */
  heard(event: FeedEvent): void
  /** The state now: at first, and after events were lost. The lost messages of the history come before it. */
  stands(snapshot: LobbySnapshot): void
}

/** Events that can wait while the snapshot is read. */
const HELD_MAX = 10_000
/** An event whose number is this much lower than the last one is not late: Redis lost its data and counts from 0. */
const COUNTS_ANEW = 1_000

/** The feed of the lobby at one node: each event once and in order. Messages that were lost come from the history. */
export class LobbyFeed {
  #heard: number | undefined
  #listener: FeedListener | undefined
  #reading: Promise<void> | undefined
  #held: FeedEvent[] = []
  /** The number of the last event in Redis at the last look. */
  #looked: number | undefined

  constructor(
    private readonly redis: RedisClient,
    private readonly names: Names,
    private readonly bus: Bus,
    private readonly log: Log,
  ) {}

  async open(listener: FeedListener): Promise<void> {
    this.#listener = listener
    const opening = this.bus
      .subscribe(this.names.lobbyFeed, payload => this.#receiveAll(JSON.parse(payload)))
      .then(() => this.#read())
    this.#reading = opening
    await opening
    this.#reading = undefined
    this.#release()
  }

  /**
   * Checks once whether the last events were lost: no later event shows that. Call it every second. An event that is on
   * its way has time until the next look.
   */
  async look(): Promise<void> {
    const heard = this.#heard
    if (heard === undefined || this.#reading !== undefined) return
    const before = this.#looked ?? 0
    const sequence = Number((await this.redis.get(this.names.lobbySequence)) ?? 0)
    this.#looked = sequence
    const isBehind = heard < before
    const isAhead = heard > sequence // Redis lost its data
    if (!isBehind && !isAhead) return
    this.log.warn({ heard, before, sequence }, 'the lobby feed lost its last events')
    await this.catchUp()
  }

  /**
   * Reads the events that may be lost. Never rejects: without an answer the held events go to the listener as they are.
   */
  catchUp(): Promise<void> {
    this.#reading ??= this.#read()
      .catch(error => this.log.warn({ err: error }, 'could not read what the lobby feed lost'))
      .then(() => {
        this.#reading = undefined
        this.#release()
      })
    return this.#reading
  }

  async #read(): Promise<void> {
    const snapshot = await this.#snapshot()
    const last = this.#heard
    if (last !== undefined) {
      for (const event of snapshot.history) if (event.n > last) this.#listener?.heard(event)
    }
    this.#heard = snapshot.sequence
    this.#listener?.stands(snapshot)
  }

  /** One transaction, so that the number and the state belong together. */
  async #snapshot(): Promise<LobbySnapshot> {
    const { lobbySequence, lobbyOnline, lobbyHistory, lobbyModeration } = this.names
    const answers = await this.redis
      .multi()
      .get(lobbySequence)
      .hlen(lobbyOnline)
      .lrange(lobbyHistory, 0, -1)
      .hvals(lobbyModeration)
      .exec()
    const [sequence, online, history, actions] = (answers ?? []).map(([error, answer]) => {
      if (error !== null) throw error
      return answer
    })
    return {
      sequence: Number(sequence ?? 0),
      online: Number(online),
      history: (history as string[]).map(json => JSON.parse(json) as ChatEvent),
      actions: (actions as string[]).map(json => JSON.parse(json) as ModerationAction),
    }
  }

  /** Events of one step come as a list. */
  #receiveAll(events: FeedEvent | readonly FeedEvent[]): void {
    if (!('length' in events)) this.#receive(events)
    else for (const event of events) this.#receive(event)
  }

  #receive(event: FeedEvent): void {
    if (this.#reading !== undefined) {
      if (this.#held.length < HELD_MAX) this.#held.push(event)
      return
    }
    const last = this.#heard
    if (last === undefined || event.n === last + 1) {
      this.#heard = event.n
      this.#listener?.heard(event)
    } else if (event.n > last || event.n < last - COUNTS_ANEW) {
      this.log.warn({ from: last, to: event.n }, 'a gap in the lobby feed')
      this.#held.push(event)
      void this.catchUp()
    }
  }

  /** Passes on the events that arrived while the snapshot was read, even if some of them are missing. */
  #release(): void {
    const held = this.#held
    this.#held = []
    for (const event of held) {
      if (this.#heard !== undefined && event.n <= this.#heard) continue
      this.#heard = event.n
      this.#listener?.heard(event)
    }
  }
}
