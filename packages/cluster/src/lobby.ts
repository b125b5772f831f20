import type { NodeId, PlayerId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import type { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'
import type { RunScript } from './scripts.ts'

export const HISTORY_MAX = 100

export type Door = 'json' | 'nick' | 'plain' | 'socket.io'

/** Who holds a name. */
export type Holder = {
  readonly player: PlayerId
  readonly node: NodeId
  readonly session: string
  readonly door: Door
  readonly username: string
}

/** What happens in the lobby, numbered in the one order that every node sees. `from` is absent for nameless plain text. */
export type LobbyEvent =
  | {
      readonly n: number
      readonly kind: 'join' | 'leave'
      readonly username: string
      readonly door: Door
      readonly online: number
      readonly at: number
    }
  | {
      readonly n: number
      readonly kind: 'chat'
      readonly from?: string
      readonly text: string
      readonly door: Door
      readonly at: number
    }
export type ChatEvent = Extract<LobbyEvent, { kind: 'chat' }>

export type Joined =
  | { readonly joined: 'free' | 'taken-over'; readonly online: number; readonly before?: Holder }
  | { readonly joined: 'taken'; readonly holder: Holder }

/** One lobby over all nodes: names, presence, chat and its history. State and its announcement change in one step. */
export class Lobby {
  #heard = 0
  #listener: ((event: LobbyEvent) => void) | undefined
  /** How many are online, by the last event heard. */
  online = 0

  constructor(
    private readonly redis: RedisClient,
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly bus: Bus,
    private readonly clock: ClusterClock,
    private readonly log: Log,
  ) {}

  /** Hears every event from now on, each once and in order; what was missed while unsubscribed is read from the history. */
  async listen(listener: (event: LobbyEvent) => void): Promise<void> {
    this.#listener = listener
    await this.bus.subscribe(this.names.lobbyFeed, payload => this.#hear(JSON.parse(payload) as LobbyEvent))
    this.#heard = Number((await this.redis.get(this.names.lobbySequence)) ?? 0)
    this.online = await this.redis.hlen(this.names.lobbyOnline)
  }

  /** Reads again what the feed may have lost, after a lost connection. */
  async catchUp(): Promise<void> {
    const [history, online] = await Promise.all([this.history(), this.redis.hlen(this.names.lobbyOnline)])
    this.online = online
    for (const event of history) if (event.n > this.#heard) this.#hear(event)
  }

  /** Claims a name; `replacing` names a session whose node has died and which may be pushed out. */
  async join(folded: string, holder: Holder, replacing = ''): Promise<Joined> {
    const [code, online, held] = (await this.run(
      'join-lobby',
      [this.names.lobbyOnline, this.names.lobbyHeldBy(holder.node), this.names.lobbySequence],
      [
        folded,
        JSON.stringify(holder),
        holder.player,
        holder.username,
        holder.door,
        this.names.lobbyFeed,
        this.bus.publishCommand,
        Math.round(this.clock.now()),
        replacing,
      ],
    )) as readonly [number, number, string?]
    const before = held === undefined ? undefined : (JSON.parse(held) as Holder)
    if (code === 0 && before !== undefined) return { joined: 'taken', holder: before }
    if (code === 2 && before !== undefined) return { joined: 'taken-over', online, before }
    return { joined: 'free', online }
  }

  /** Gives the name back if the session still holds it. */
  async leave(folded: string, node: NodeId, session: string): Promise<boolean> {
    const left = await this.run(
      'leave-lobby',
      [this.names.lobbyOnline, this.names.lobbyHeldBy(node), this.names.lobbySequence],
      [folded, session, this.names.lobbyFeed, this.bus.publishCommand, Math.round(this.clock.now())],
    )
    return left === 1
  }

  /** Says something; resolves with its number when it has its place in the order. */
  async say(door: Door, from: string | undefined, text: string): Promise<number> {
    const at = Math.round(this.clock.now())
    const event = { kind: 'chat', ...(from === undefined ? {} : { from }), text, door, at }
    return (await this.run(
      'say',
      [this.names.lobbyHistory, this.names.lobbySequence],
      [JSON.stringify(event), HISTORY_MAX, this.names.lobbyFeed, this.bus.publishCommand],
    )) as number
  }

  /** The last messages, oldest first. */
  async history(): Promise<readonly ChatEvent[]> {
    const events = await this.redis.lrange(this.names.lobbyHistory, 0, -1)
    return events.map(event => JSON.parse(event) as ChatEvent)
  }

  /** Some of those online, by name. */
  async whoIsOnline(limit: number): Promise<readonly string[]> {
    const [, fields] = await this.redis.hscan(this.names.lobbyOnline, 0, 'COUNT', limit)
    const holders = fields.filter((_, i) => i % 2 === 1)
    return holders.slice(0, limit).map(holder => (JSON.parse(holder) as Holder).username)
  }

  /** Ends all sessions of a node that died; each is announced as having left. */
  async evict(node: NodeId): Promise<number> {
    const held = await this.redis.smembers(this.names.lobbyHeldBy(node))
    for (const folded of held) {
      const json = await this.redis.hget(this.names.lobbyOnline, folded)
      const holder = json === null ? undefined : (JSON.parse(json) as Holder)
      if (holder !== undefined && holder.node === node) await this.leave(folded, node, holder.session)
    }
    await this.redis.del(this.names.lobbyHeldBy(node))
    return held.length
  }

  #hear(event: LobbyEvent): void {
    if (event.n <= this.#heard) return
    if (event.n > this.#heard + 1 && this.#heard > 0) {
      this.log.warn({ from: this.#heard, to: event.n }, 'a gap in the lobby feed')
    }
    this.#heard = event.n
    if (event.kind !== 'chat') this.online = event.online
    this.#listener?.(event)
  }
}
