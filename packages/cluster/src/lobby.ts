import type { NodeId, PlayerId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import { type ClaimedNames, type Proof, writeClaim } from './claimed-names.ts'
import type { ClusterClock } from './cluster-clock.ts'
import type { Door } from './lobby-event.ts'
import { type FeedListener, LobbyFeed } from './lobby-feed.ts'
import { type ModerationAction, moderationActionKey } from './moderation-action.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'
import type { RunScript } from './scripts.ts'
import { TurnBatch } from './turn-batch.ts'

export const HISTORY_MAX = 100

/** Who holds a name. */
export type Holder = {
  readonly player: PlayerId
  readonly node: NodeId
  readonly session: string
  readonly door: Door
  readonly username: string
}

/** `n` is the number of the announcement. A join without one has the number of the announcement before. */
export type Joined =
  | {
      readonly joined: 'free' | 'taken-over'
      readonly online: number
      readonly n: number
      readonly before?: Holder
    }
  | { readonly joined: 'taken'; readonly holder: Holder }
  /** An account owns the name. */
  | { readonly joined: 'claimed' }
  /** Nobody can have the name for now. */
  | { readonly joined: 'kept' }
  /** The proof of an account is wrong, or is not valid any more. */
  | { readonly joined: 'unproved' }

export type JoinOptions = { readonly replacing?: string; readonly proof?: Proof | undefined }
type JoinAnswer = readonly [code: number, online?: number, n?: number, holder?: string]
type Join = { readonly folded: string; readonly holder: Holder } & JoinOptions

/** Joins in one step: Redis does nothing else for about a millisecond. */
const JOINS_AT_ONCE = 100

/** The lobby of all nodes: names, presence, chat and its history. State changes and is announced in one step. */
export class Lobby {
  readonly #feed: LobbyFeed
  readonly #joins = new TurnBatch<Join, JoinAnswer>(joins => this.#join(joins), JOINS_AT_ONCE)
  /** The number of players online after the last event. */
  online = 0

  constructor(
    private readonly redis: RedisClient,
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly bus: Bus,
    private readonly clock: ClusterClock,
    private readonly claims: ClaimedNames,
    log: Log,
  ) {
    this.#feed = new LobbyFeed(redis, names, bus, log)
  }

  /** Cluster time in epoch milliseconds. */
  now(): number {
    return this.clock.now()
  }

  /** The listener receives a snapshot and then every event, each once and in order. */
  async listen(listener: FeedListener): Promise<void> {
    await this.#feed.open({
      heard: event => {
        if ('online' in event) this.online = event.online
        listener.heard(event)
      },
      stands: standing => {
        this.online = standing.online
        listener.stands(standing)
      },
    })
  }

  /** Reads the last events again if the feed lost them. Call it every second. */
  async look(): Promise<void> {
    await this.#feed.look()
  }

  /** Reads the events that the feed may have lost with a connection. */
  async catchUp(): Promise<void> {
    await this.#feed.catchUp()
  }

  /**
   * Takes a name for a session. `replacing` is a session whose node has died: it loses the name. `proof` proves an
   * account. Joins of one turn of the event loop go to Redis in one step, in their order. Also rejects while nobody
   * knows which names have accounts: Redis has lost them, and their source is away.
   */
  async join(folded: string, holder: Holder, options: JoinOptions = {}): Promise<Joined> {
    const join = { folded, holder, ...options }
    let answer = await this.#joins.add(join)
    if (answer[0] === -1) {
      await this.claims.fill()
      answer = await this.#joins.add(join)
    }
    const [code, online = 0, n = 0, held] = answer
    if (code === -1) throw new Error('the claimed names were lost while they were read')
    if (code === -2) return { joined: 'claimed' }
    if (code === -3) return { joined: 'unproved' }
    if (code === -4) return { joined: 'kept' }
    const before = held === undefined ? undefined : (JSON.parse(held) as Holder)
    if (code === 0 && before !== undefined) return { joined: 'taken', holder: before }
    if (code === 2 && before !== undefined) return { joined: 'taken-over', online, n, before }
    return { joined: 'free', online, n }
  }

  async #join(joins: readonly Join[]): Promise<readonly JoinAnswer[]> {
    const answers = await this.run(
      'join-lobby',
      [
        this.names.lobbyOnline,
        this.names.lobbyHeldBy(''),
        this.names.lobbySequence,
        this.names.claims,
        this.names.endedProofs,
      ],
      [
        this.names.lobbyFeed,
        this.bus.publishCommand,
        Math.round(this.clock.now()),
        ...joins.flatMap(({ folded, holder, replacing = '', proof }) => [
          folded,
          JSON.stringify(holder),
          holder.player,
          holder.node,
          holder.username,
          holder.door,
          replacing,
          ...(proof === undefined ? ['', '', ''] : [writeClaim(proof), proof.session, proof.token]),
        ]),
      ],
    )
    return JSON.parse(String(answers)) as readonly JoinAnswer[]
  }

  /** The holder of a name. */
  async holder(folded: string): Promise<Holder | undefined> {
    const json = await this.redis.hget(this.names.lobbyOnline, folded)
    return json === null ? undefined : (JSON.parse(json) as Holder)
  }

  /** For each name, whether it has a holder. */
  async held(folded: readonly string[]): Promise<readonly boolean[]> {
    const holders = await this.redis.hmget(this.names.lobbyOnline, ...folded)
    return holders.map(holder => holder !== null)
  }

  /** Gives a name back. False if the session does not hold it any more. */
  async leave(folded: string, node: NodeId, session: string): Promise<boolean> {
    const left = await this.run(
      'leave-lobby',
      [this.names.lobbyOnline, this.names.lobbyHeldBy(node), this.names.lobbySequence],
      [folded, session, this.names.lobbyFeed, this.bus.publishCommand, Math.round(this.clock.now())],
    )
    return left === 1
  }

  /** Sends a chat message. Resolves with its number in the order of the lobby. */
  async say(door: Door, from: string | undefined, text: string, { isOwner = false } = {}): Promise<number> {
    const at = Math.round(this.clock.now())
    const sender = { ...(from === undefined ? {} : { from }), ...(isOwner ? { owner: true } : {}) }
    const event = { kind: 'chat', ...sender, text, door, at }
    return (await this.run(
      'say',
      [this.names.lobbyHistory, this.names.lobbySequence],
      [JSON.stringify(event), HISTORY_MAX, this.names.lobbyFeed, this.bus.publishCommand],
    )) as number
  }

  /** Puts a moderation action in force on every node, or lifts it if it is over. Resolves with its number in the order. */
  async impose(action: ModerationAction): Promise<number> {
    return (await this.run(
      'impose-moderation-action',
      [this.names.lobbyModeration, this.names.lobbySequence],
      [
        moderationActionKey(action),
        JSON.stringify(action),
        action.until,
        Math.round(this.clock.now()),
        this.names.lobbyFeed,
        this.bus.publishCommand,
      ],
    )) as number
  }

  /** The names of some players online. */
  async whoIsOnline(limit: number): Promise<readonly string[]> {
    const [, fields] = await this.redis.hscan(this.names.lobbyOnline, 0, 'COUNT', limit)
    const holders = fields.filter((_, i) => i % 2 === 1)
    return holders.slice(0, limit).map(holder => (JSON.parse(holder) as Holder).username)
  }

  /** Ends all sessions of a dead node, and announces each of them as a leave. */
  async evict(node: NodeId): Promise<number> {
    const held = await this.redis.smembers(this.names.lobbyHeldBy(node))
    for (const folded of held) {
      const holder = await this.holder(folded)
      if (holder !== undefined && holder.node === node) await this.leave(folded, node, holder.session)
    }
    await this.redis.del(this.names.lobbyHeldBy(node))
    return held.length
  }
}
