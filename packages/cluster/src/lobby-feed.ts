import type { Log } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import type { ChatEvent, FeedEvent } from './lobby-event.ts'
import type { Measure } from './measure.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'

/** The state of the lobby after the event of a number. */
export type LobbySnapshot = {
  readonly sequence: number
  readonly online: number
  /** The last messages, oldest first. */
  readonly history: readonly ChatEvent[]
  /** Of the operators; some may be over. */
  readonly measures: readonly Measure[]
}

export type FeedListener = {
  /** Each event once, in its order. */
  heard(event: FeedEvent): void
  /** How things stand now: at first, and after events were lost; lost messages that the history has were heard before. */
  stands(snapshot: LobbySnapshot): void
}

/** Events that may wait while the standing is read. */
const HELD_MAX = 10_000
/** An event this much older than the last one heard is not late: Redis lost its data and counts anew. */
const COUNTS_ANEW = 1_000

/** The lobby's feed as one node hears it: in order, each event once, with what got lost filled in from the history. */
export class LobbyFeed {
  #heard: number | undefined
  #listener: FeedListener | undefined
  #reading: Promise<void> | undefined
  #held: FeedEvent[] = []
  /** The number of the last event, when it was looked for last. */
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
   * Looks once whether the last events were lost, which no later event shows; to be called every second. An event that is
   * on its way is not lost: it has until the next look.
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

  /** Reads again what may have been lost. Never rejects: without an answer what came is handed on as it came. */
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

  /** One transaction, so that the number fits the rest. */
  async #snapshot(): Promise<LobbySnapshot> {
    const { lobbySequence, lobbyOnline, lobbyHistory, lobbyMeasures } = this.names
    const answers = await this.redis
      .multi()
      .get(lobbySequence)
      .hlen(lobbyOnline)
      .lrange(lobbyHistory, 0, -1)
      .hvals(lobbyMeasures)
      .exec()
    const [sequence, online, history, measures] = (answers ?? []).map(([error, answer]) => {
      if (error !== null) throw error
      return answer
    })
    return {
      sequence: Number(sequence ?? 0),
      online: Number(online),
      history: (history as string[]).map(json => JSON.parse(json) as ChatEvent),
      measures: (measures as string[]).map(json => JSON.parse(json) as Measure),
    }
  }

  /** What was announced in one step comes as a list. */
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

  /** Hands on what came while the standing was read. Where even that has a hole it is told all the same. */
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
