import { HeartbeatWatch, type Holder, type SharedCluster } from '@ketik/cluster'
import type { NodeId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import type { AccountStore } from '@ketik/scores'
import { Accounts } from '../accounts/accounts.ts'
import { SessionTokens } from '../accounts/session-token.ts'
import { Admission } from '../connection/admission.ts'
import { RandomIds } from '../connection/random-ids.ts'
import { type ConnectionRates, connectionRates } from '../limits/budget.ts'
import { ConnectionLimits } from '../limits/connection-limits.ts'
import { NameShares } from '../limits/name-shares.ts'
import { networkTagger } from '../limits/network-tag.ts'
import { Pace } from '../limits/pace.ts'
import { Turns } from '../limits/turns.ts'
import { BoardFeed } from '../lobby/board-feed.ts'
import type { Boards } from '../lobby/boards.ts'
import { LobbyRelay } from '../lobby/lobby-relay.ts'
import { CHAT_PER_TEN_SECONDS } from '../member/chat-rules.ts'
import { LobbyChat } from '../member/lobby-chat.ts'
import { Members } from '../member/members.ts'
import { NameHolders } from '../member/name-holders.ts'
import { rematchRoom } from '../race/rematch-room.ts'
import { runAt } from '../race/run-at.ts'
import type { EdgeSettings } from '../settings.ts'
import { drain } from './drain.ts'
import { Housekeeping } from './housekeeping.ts'
import { Mail } from './mail.ts'
import { MailReader } from './mail-reader.ts'
import { Matches } from './matches.ts'
import { Races } from './races.ts'
import { Sessions } from './sessions.ts'
import { Ticker } from './ticker.ts'

/** What a node is opened with. */
type Opened = {
  readonly cluster: SharedCluster
  readonly boards: Boards
  readonly settings: EdgeSettings
  readonly log: Log
  readonly accountStore: AccountStore | undefined
  readonly lobby: LobbyRelay
  readonly sessions: Sessions
  readonly board: BoardFeed
}

/** One node that players connect to. It names its parts, starts them and stops them. */
export class EdgeNode {
  readonly id: NodeId
  readonly cluster: SharedCluster
  readonly settings: EdgeSettings
  readonly log: Log
  readonly tokens: SessionTokens
  /** Stands for an address where the cluster keeps something of it. */
  readonly networkTag: (address: string) => string
  /** Absent where no accounts are kept: then nobody can sign in. */
  readonly accounts: Accounts | undefined

  readonly connections: ConnectionLimits
  readonly rates: ConnectionRates
  readonly admission: Admission
  readonly names: NameShares
  /** Of what may wait for races: requests over HTTP, and leaderboards that are asked for. */
  readonly turns = new Turns()
  /** Newcomers who are greeted. */
  readonly greetings = new Pace()

  readonly lobby: LobbyRelay
  readonly boards: Boards
  /** The leaderboard as players here see it. */
  readonly board: BoardFeed
  readonly members: Members
  readonly holders: NameHolders
  readonly chat: LobbyChat

  readonly sessions: Sessions
  readonly races: Races
  readonly matches: Matches
  readonly mail: Mail
  readonly #ticker: Ticker
  readonly #housekeeping: Housekeeping
  readonly #ids = new RandomIds()

  static async start(
    cluster: SharedCluster,
    boards: Boards,
    settings: EdgeSettings,
    log: Log,
    accountStore?: AccountStore,
  ): Promise<EdgeNode> {
    const sessions = new Sessions()
    const lobby = await LobbyRelay.open(cluster.lobby, log)
    const { bus, names } = cluster
    const tell = (frame: string) => sessions.onBoard(frame)
    const board = await BoardFeed.open({ boards, bus, channel: names.boardResults, log, tell })
    const node = new EdgeNode({ cluster, boards, settings, log, accountStore, lobby, sessions, board })
    await node.#listen()
    return node
  }

  private constructor({ cluster, boards, settings, log, accountStore, lobby, sessions, board }: Opened) {
    const { node: id, inbox, queue } = cluster
    const clock = { now: () => this.now(), at: (at: number, run: () => void) => runAt(clock.now, at, run) }
    const watch = new HeartbeatWatch(cluster.registry, cluster.writes)
    const { chatPerTenSeconds: perTenSeconds = CHAT_PER_TEN_SECONDS } = settings
    const { measures } = lobby
    this.id = id
    this.cluster = cluster
    this.settings = settings
    this.log = log
    this.tokens = new SessionTokens(settings.sessionSecret, clock.now, settings.sessionSecretSecond)
    const { keys } = this.tokens
    this.networkTag = networkTagger(keys)
    this.accounts = accountStore && new Accounts(accountStore, cluster, this.tokens, log)

    this.connections = new ConnectionLimits(settings)
    this.rates = connectionRates(settings.messagesPerSecond)
    this.admission = new Admission(this.connections, measures)
    this.names = new NameShares(perTenSeconds)

    this.lobby = lobby
    this.boards = boards
    this.board = board
    this.members = new Members({
      lobby: cluster.lobby,
      measures,
      log,
      isGone: node => watch.isGone(node),
      onReplaced: before => this.#endSession(before),
    })
    this.holders = new NameHolders(this)
    this.chat = new LobbyChat({ cluster, lobby, names: this.names, log, perTenSeconds })

    this.sessions = sessions
    this.mail = new Mail(inbox)
    const { mail } = this
    this.#ticker = new Ticker({ now: clock.now, inbox })
    const ticker = this.#ticker
    const races = { node: id, records: cluster.races, jobs: cluster.jobs, log, clock, ticker, mail, board }
    this.races = new Races({ ...races, rematchRoom: race => rematchRoom(keys, race) })
    this.matches = new Matches({ id, log, queue, races: this.races, sessions })
    this.#housekeeping = new Housekeeping(this, watch)
  }

  /** Cluster time in epoch milliseconds. */
  now(): number {
    return this.cluster.clock.now()
  }

  newId(kind: 's' | 'p'): string {
    return this.#ids.next(kind)
  }

  /** Lets a promise go on by itself; a fault is logged under the given name. */
  inBackground(what: string, work: Promise<unknown>): void {
    work.catch(error => this.log.warn({ err: error }, `could not ${what}`))
  }

  /** Tells players to go to another node, waits for those who race and cannot, then ends what is left. */
  async drain(): Promise<void> {
    this.admission.isDraining = true
    await drain(this.sessions)
  }

  /** Ends without waiting for anyone; `drain` comes before it where there is time. */
  async close(): Promise<void> {
    this.admission.isDraining = true
    this.#housekeeping.close()
    this.board.close()
    this.turns.close()
    this.#ticker.close()
    this.matches.close()
    this.sessions.closeAll('restart')
    // What the sessions still had to tell the cluster goes out before the races end.
    await this.races.close()
    this.lobby.close()
    this.holders.close()
    await this.cluster.registry
      .leave(this.id)
      .catch(error => this.log.warn({ err: error }, 'could not say goodbye'))
  }

  async #listen(): Promise<void> {
    const { cluster, lobby, matches, sessions, races } = this
    const reader = new MailReader({ ...this, clock: cluster.clock })
    await cluster.inbox.open(
      (from, entries, changedAt) => reader.onEntries(from, entries, changedAt),
      from => {
        races.onGap(from)
        matches.findAll()
      },
    )
    await cluster.bus.subscribe(cluster.names.queueCount, count => matches.onCount(Number(count)))
    lobby.listen(
      (event, audience) => {
        if (audience !== 'the one') sessions.onLobby(event)
      },
      () => sessions.count,
    )
    lobby.onMeasures(() => sessions.each(session => session.checkBan()))
    lobby.onAccount(event => sessions.each(session => session.onAccount(event)))
    await this.#housekeeping.start()
  }

  #endSession({ node, session }: Holder): void {
    if (node !== this.id) {
      this.mail.takenOver(node, session)
      return
    }
    this.sessions.onTakenOver(session)
    this.holders.takenOver(session)
  }
}
