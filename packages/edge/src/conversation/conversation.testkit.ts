import type { SharedCluster } from '@ketik/cluster'
import { MemoryCluster } from '@ketik/cluster/memory'
import { createLog, type Log } from '@ketik/runtime'
import { afterEach, vi } from 'vitest'
import { type EdgeNode, startNode } from '../node/edge-node.ts'
import { ChatDoor } from '../session/chat-door.ts'
import type { LoginHint } from '../session/login.ts'
import type { EdgeSettings } from '../settings.ts'
import { Client } from './client.testkit.ts'
import { FakeMatchmaker } from './fake-matchmaker.testkit.ts'
import { FakeRedisLink } from './fake-redis-link.testkit.ts'
import { lineForm } from './lines.testkit.ts'

const SETTINGS: EdgeSettings = {
  sessionSecret: 'a secret for conversations',
  connectionsMax: 100,
  connectionsPerAddressMax: 100,
  messagesPerSecond: 100,
}
/** Epoch milliseconds at which every conversation begins. */
const EPOCH_MS = 1_800_000_000_000
/** Enough for a login: the hang-up that is waited for, and a turn of the greeting. */
const LOGIN_MS = 20
/** Enough for two who wait to be matched, and less than the countdown takes. */
const MATCH_MS = 500

type Cast = { readonly nodes?: number; readonly settings?: Partial<EdgeSettings> }
type Place = { readonly node?: number; readonly address?: string }

const open: Conversation[] = []

/** Opens a conversation, with one node unless told otherwise, and ends it after the test. */
export const openConversation = async ({ nodes = 1, settings }: Cast = {}): Promise<Conversation> => {
  const conversation = new Conversation(settings)
  open.push(conversation)
  for (let i = 0; i < nodes; i++) await conversation.addNode()
  return conversation
}

afterEach(async () => {
  for (const conversation of open.splice(0)) await conversation.close()
})

/** Clients, nodes and a matchmaker over a cluster in memory. Time stands still until `pass`. */
export class Conversation {
  readonly nodes: EdgeNode[] = []
  /** The way of each node to Redis. */
  readonly links: FakeRedisLink[] = []
  readonly memory: MemoryCluster
  readonly matchmaker: FakeMatchmaker
  readonly #log: Log = createLog('test', 'silent')
  readonly #doors: ChatDoor<string>[] = []

  constructor(private readonly settings: Partial<EdgeSettings> | undefined) {
    vi.useFakeTimers({ now: EPOCH_MS })
    this.memory = new MemoryCluster(() => this.now())
    const cluster = this.memory.join({ node: 'm1', role: 'matchmaker' }, this.#log)
    this.matchmaker = new FakeMatchmaker(this.memory, cluster, this.#log)
  }

  /** Cluster time in epoch milliseconds. */
  now(): number {
    return EPOCH_MS + performance.now()
  }

  /** Lets so many milliseconds pass. Everything that becomes due happens, in order, with all that follows from it. */
  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms)
  }

  async addNode(): Promise<EdgeNode> {
    const link = new FakeRedisLink()
    const names = { node: `g${this.nodes.length + 1}`, role: 'gateway' } as const
    const cluster: SharedCluster = this.memory.join({ ...names, link, jobsLink: link }, this.#log)
    const boards = { top: async () => ({ data: [], stale: false }) }
    const node = await startNode(cluster, boards, { ...SETTINGS, ...this.settings }, this.#log)
    this.nodes.push(node)
    this.links.push(link)
    this.#doors.push(new ChatDoor(node, lineForm))
    return node
  }

  /** A client that has connected and said nothing. */
  client({ node = 0, address, ...hint }: LoginHint & Place = {}): Client {
    return new Client(the(this.nodes, node), hint, address)
  }

  /** A client that has logged in, and has read what it received until then. */
  async player(username: string, { speaks = 'v1', ...place }: Place & { speaks?: 'basic' | 'v1' } = {}) {
    const client = this.client(place)
    client.say({ type: 'login', username, ...(speaks === 'v1' ? { v: 1 } : {}) })
    await this.pass(LOGIN_MS)
    const token = String(client.take()[0]?.['token'])
    return Object.assign(client, { token })
  }

  /** Brings clients together in a race that has not started; answers its id. */
  async match(...clients: readonly Client[]): Promise<string> {
    for (const client of clients) {
      client.say({ type: 'req_matchmaking' })
      // Seats are given in the order of asking.
      await this.pass(1)
    }
    await this.pass(MATCH_MS)
    for (const client of clients) client.take()
    return `r${this.matchmaker.races}`
  }

  /** The entry point for chat of a node. */
  door(node = 0): ChatDoor<string> {
    return the(this.#doors, node)
  }

  async close(): Promise<void> {
    for (const door of this.#doors) door.close('restart')
    const closed = Promise.all(this.nodes.map(node => node.close()))
    await this.pass(5_000)
    await closed
    vi.useRealTimers()
  }
}

const the = <T>(items: readonly T[], at: number): T => {
  const item = items[at]
  if (item === undefined) throw new Error(`there is no node ${at}`)
  return item
}
