import { HEARTBEAT_MS, type HeartbeatWatch, type SharedCluster } from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import type { Admission } from '../connection/admission.ts'
import type { BoardFeed } from '../lobby/board-feed.ts'
import type { Members } from '../member/members.ts'
import type { Matches } from './matches.ts'
import type { Races } from './races.ts'
import type { Sessions } from './sessions.ts'
import { UNSETTLED_MS } from './unsettled-races.ts'

const TURN_MS = 1_000
/** How often it is made sure that those who wait have a ticket. */
const TICKETS_MS = 3_000
/** How often the leaderboard is read again, whatever was heard of results. */
const BOARD_MS = 10_000

type Parts = {
  readonly id: string
  readonly cluster: SharedCluster
  readonly watch: HeartbeatWatch
  readonly log: Log
  readonly admission: Admission
  readonly board: BoardFeed
  readonly members: Members
  readonly sessions: Sessions
  readonly races: Races
  readonly matches: Matches
  now(): number
  inBackground(what: string, work: Promise<unknown>): void
}

/** What a node does again and again, and what it does when the cluster was out of reach. */
export class Housekeeping {
  #timers: readonly NodeJS.Timeout[] = []

  constructor(private readonly parts: Parts) {}

  async start(): Promise<void> {
    const { id, cluster, board, races, matches } = this.parts
    await cluster.registry.beat(id)
    cluster.onReachable(isReachable => this.#onReachable(isReachable))
    cluster.onRecovered(() => this.#recover())
    await cluster.watch()
    this.#timers = [
      this.#every(HEARTBEAT_MS, 'heartbeat', () => this.#beat()),
      this.#every(TURN_MS, 'look at the lobby', () => cluster.lobby.look()),
      setInterval(() => this.#checkIdle(), TURN_MS),
      setInterval(() => races.unsettled.resubmitDue(), UNSETTLED_MS / 4),
      this.#every(TICKETS_MS, 'check the tickets', () => matches.checkTickets()),
      setInterval(() => void board.refresh(), BOARD_MS),
    ]
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  #every(ms: number, what: string, work: () => Promise<unknown>): NodeJS.Timeout {
    return setInterval(() => this.parts.inBackground(what, work()), ms)
  }

  #checkIdle(): void {
    const { sessions, races } = this.parts
    sessions.each(session => session.checkIdle())
    const clusterNow = this.parts.now()
    for (const race of races.all) race.input.checkIdle(clusterNow)
  }

  async #beat(): Promise<void> {
    const { id, cluster, admission, log, sessions } = this.parts
    const [known] = await Promise.all([cluster.registry.beat(id), this.parts.watch.look()])
    if (known || admission.isDraining) return
    // This node was taken for dead: its names and seats are others' by now. Its players come back by themselves.
    log.warn('the other nodes had declared this node dead; its players are asked to come back')
    sessions.closeAll('lost')
  }

  #onReachable(isReachable: boolean): void {
    this.parts.sessions.onReachable(isReachable)
    if (isReachable) this.#recover()
  }

  /** Redis was away, or may have come back without its last second: everything that this node knows is told again. */
  #recover(): void {
    const { cluster, members, sessions, races, matches } = this.parts
    members.onRecovered()
    this.parts.inBackground('catch up with the lobby', cluster.lobby.catchUp())
    sessions.each(session => session.onRecovered())
    races.onRecovered()
    matches.findAll()
  }
}
