import {
  type AccountEvent,
  HEARTBEAT_MS,
  HeartbeatWatch,
  type Holder,
  type InboxEntry,
  type LobbyEvent,
  type Proof,
  type SharedCluster,
} from '@ketik/cluster'
import { encode, type RaceView, type Refusal, refuse } from '@ketik/protocol'
import { isActive, isOver, type NodeId, type PlayerId, type Race, type RaceId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { AccountStore } from '@ketik/scores'
import { Accounts } from '../accounts/accounts.ts'
import { SessionTokens } from '../accounts/session-token.ts'
import { type Comer, refusalByMeasures } from '../connection/admission.ts'
import { RandomIds } from '../connection/random-ids.ts'
import type { AudienceName } from '../connection/transport.ts'
import type { AddressShare } from '../limits/address-share.ts'
import { type ConnectionRates, connectionRates } from '../limits/budget.ts'
import { ConnectionLimits } from '../limits/connection-limits.ts'
import { LobbyBudget } from '../limits/lobby-budget.ts'
import { NameShares } from '../limits/name-shares.ts'
import { networkTagger } from '../limits/network-tag.ts'
import { Pace } from '../limits/pace.ts'
import { Turns } from '../limits/turns.ts'
import { BoardFeed } from '../lobby/board-feed.ts'
import type { Boards } from '../lobby/boards.ts'
import { lobbyFrame } from '../lobby/lobby-frames.ts'
import { isEmptyText } from '../lobby/lobby-lines.ts'
import { LobbyRelay } from '../lobby/lobby-relay.ts'
import type { Concerned } from '../lobby/measures-in-force.ts'
import { NameHolders } from '../member/name-holders.ts'
import { WaitingTexts } from '../member/waiting-texts.ts'
import { RaceRoom, type RoomHost } from '../race/race-room.ts'
import { raceView } from '../race/race-views.ts'
import type { Racer } from '../race/racer.ts'
import { rematchRoom } from '../race/rematch-room.ts'
import { runAt } from '../race/run-at.ts'
import type { PlayerSession } from '../session/player-session.ts'
import { type EdgeSettings, SHOW_AFTER_MS, TICK_MS } from '../settings.ts'

/** A waiting player is told a new count this long after it changed: the latest one matters. */
const WAITING_COUNT_MS = 100
const HOUSEKEEPING_MS = 1_000
/** How often it is made sure that those who wait have a ticket, so many with one question. */
const TICKETS_MS = 3_000
const TICKETS_AT_ONCE = 500
/** How often the leaderboard is read again, whatever was heard of results. */
const BOARD_MS = 10_000
/** Time for a race to be stored before its node asks again, and how many it answers for. */
const UNSETTLED_MS = 30_000
const UNSETTLED_MAX = 10_000
/** On stopping, players are told to move and given this long to do so, evenly spread. */
const MOVE_WITHIN_MS = 5_000
/** Clients that cannot move may end their races, but not for longer than this. */
const DRAIN_MS = 25_000
const DRAIN_STEP_MS = 100

export type FoundSeat = { readonly race: Race; readonly seat: number }

/** One node that players connect to: its sessions, its race rooms, and its ties to the other nodes. */
export class EdgeNode {
  readonly id: NodeId
  readonly tokens: SessionTokens
  /** Stands for an address where the cluster keeps something of it. */
  readonly networkTag: (address: string) => string
  /** Absent where no accounts are kept: then nobody can sign in. */
  readonly accounts: Accounts | undefined
  readonly host: RoomHost
  readonly connections: ConnectionLimits
  readonly names: NameShares
  readonly holders: NameHolders
  readonly waitingTexts = new WaitingTexts()
  readonly rates: ConnectionRates
  readonly #ids = new RandomIds()
  readonly #sessions = new Map<PlayerId, PlayerSession>()
  /** Who is told by itself what happens in the lobby; the others hear it together, by the call of their door. */
  readonly #toldAlone = new Set<PlayerSession>()
  readonly #audiences: ((audience: AudienceName, frame: string) => void)[] = []
  readonly #rooms = new Map<string, RaceRoom>()
  #awake: RaceRoom[] = []
  /** Those that have told the other nodes what changed, but not yet the players here. */
  #ticked: readonly RaceRoom[] = []
  #nextTick: NodeJS.Timeout | undefined
  #showLater: NodeJS.Timeout | undefined
  /** Names that could not be given back, by session. */
  readonly #leaving = new Map<string, () => void>()
  readonly #timers: NodeJS.Timeout[] = []
  readonly #watch: HeartbeatWatch
  /** Races that are over but whose rows nobody has said to be stored: this node answers for them. */
  readonly #unsettled = new Map<string, { readonly room: RaceRoom; readonly since: number }>()
  #waiting = 0
  #waitingLater: NodeJS.Timeout | undefined
  readonly #chats: LobbyBudget
  /** Of what may wait for races: requests over HTTP, and leaderboards that are asked for. */
  readonly turns = new Turns()
  /** Newcomers who are greeted. */
  readonly greetings = new Pace()
  #board: BoardFeed | undefined
  draining = false

  private constructor(
    readonly cluster: SharedCluster,
    readonly lobby: LobbyRelay,
    readonly boards: Boards,
    readonly log: Log,
    readonly settings: EdgeSettings,
    accountStore: AccountStore | undefined,
  ) {
    this.id = cluster.node
    this.tokens = new SessionTokens(settings.sessionSecret, () => this.now(), settings.sessionSecretSecond)
    this.networkTag = networkTagger(this.tokens.keys)
    this.accounts =
      accountStore === undefined ? undefined : new Accounts(accountStore, cluster, this.tokens, log)
    this.#watch = new HeartbeatWatch(cluster.registry, cluster.writes)
    this.host = this.#roomHost()
    this.connections = new ConnectionLimits(settings)
    this.rates = connectionRates(settings.messagesPerSecond)
    this.names = new NameShares(settings.chatPerTenSeconds)
    this.holders = new NameHolders(this)
    this.#chats = new LobbyBudget(settings.chatPerTenSeconds)
    lobby.listen(
      (event, audience) => {
        if (audience !== 'the one') this.#onLobby(event)
      },
      () => this.#sessions.size,
    )
    lobby.onMeasures(() => {
      for (const session of [...this.#sessions.values()]) session.checkBan()
    })
    lobby.onAccount(event => this.#onAccount(event))
  }

  static async start(
    cluster: SharedCluster,
    boards: Boards,
    settings: EdgeSettings,
    log: Log,
    accounts?: AccountStore,
  ): Promise<EdgeNode> {
    const lobby = await LobbyRelay.open(cluster.lobby, log)
    const node = new EdgeNode(cluster, lobby, boards, log, settings, accounts)
    await cluster.inbox.open(
      (from, entries, changedAt) => node.#onEntries(from, entries, changedAt),
      from => node.#onGap(from),
    )
    await cluster.bus.subscribe(cluster.names.queueCount, count => node.#onWaitingCount(Number(count)))
    const { bus, names } = cluster
    const channel = names.boardResults
    const tell = (frame: string) => node.#tellOfBoard(frame)
    const board = await BoardFeed.open({ boards, bus, channel, log, tell })
    node.#board = board
    await cluster.registry.beat(node.id)
    cluster.onReachable(reachable => node.#onReachable(reachable))
    cluster.onRecovered(() => node.#recover())
    await cluster.watch()
    node.#timers.push(
      setInterval(() => node.inBackground('heartbeat', node.#beat()), HEARTBEAT_MS),
      setInterval(() => node.inBackground('look at the lobby', cluster.lobby.look()), HOUSEKEEPING_MS),
      setInterval(() => node.#checkSessions(), HOUSEKEEPING_MS),
      setInterval(() => node.#checkUnsettled(), UNSETTLED_MS / 4),
      setInterval(() => node.inBackground('check the tickets', node.#checkTickets()), TICKETS_MS),
      setInterval(() => void board.refresh(), BOARD_MS),
    )
    return node
  }

  /** Cluster time in epoch milliseconds. */
  now(): number {
    return this.cluster.clock.now()
  }

  newId(kind: 's' | 'p'): string {
    return this.#ids.next(kind)
  }

  /** The leaderboard as players here see it. */
  get board(): BoardFeed {
    if (this.#board === undefined) throw new Error('bug: a node that has not started')
    return this.#board
  }

  get sessions(): number {
    return this.#sessions.size
  }

  /** The races with a player here, with how far each is. */
  get rooms(): Iterable<RaceRoom> {
    return this.#rooms.values()
  }

  raceView(race: Race, seat: number): RaceView {
    return raceView(race, seat, this.host.rematchRoom(race.plan.id))
  }

  /**
   * The player's session here from now on. An earlier one still here has lost the name: it may have gone by a node that
   * died before it could say so, and would give up the seat once its connection is found to be gone.
   */
  register(session: PlayerSession): void {
    if (session.player === undefined) return
    this.#sessions.get(session.player)?.close('taken_over')
    this.#sessions.set(session.player, session)
    this.#toldAlone.add(session)
  }

  /** The session hears the lobby through an audience from now on. */
  toldTogether(session: PlayerSession): void {
    this.#toldAlone.delete(session)
  }

  /** A door that can tell all of its connections that joined an audience with one call. */
  addAudience(tell: (audience: AudienceName, frame: string) => void): void {
    this.#audiences.push(tell)
  }

  forget(session: PlayerSession): void {
    this.#toldAlone.delete(session)
    if (session.player !== undefined && this.#sessions.get(session.player) === session) {
      this.#sessions.delete(session.player)
    }
  }

  /**
   * Claims a name over the cluster, and answers the number of the join in the lobby's order once it is the holder's. The
   * same player's earlier session ends. An account's name takes its proof.
   */
  async enterLobby(folded: string, holder: Holder, proof?: Proof): Promise<number | Refusal> {
    let joined = await this.cluster.lobby.join(folded, holder, { proof }).catch(error => {
      // It may be carried out all the same, only later: then nobody would be there to give the name back.
      this.leaveLobby(folded, holder)
      throw error
    })
    // A node that died may not have been seen to yet.
    if (joined.joined === 'taken' && this.#watch.isGone(joined.holder.node)) {
      joined = await this.cluster.lobby.join(folded, holder, { replacing: joined.holder.session, proof })
    }
    if (joined.joined === 'taken') return refuse('name_taken')
    if (joined.joined === 'claimed') return refuse('name_claimed')
    if (joined.joined === 'kept') return refuse('name_kept')
    if (joined.joined === 'unproved') return refuse('bad_token')
    if (joined.before !== undefined) this.#endSession(joined.before)
    return joined.n
  }

  /** Gives a name back, at once or as soon as Redis can be reached. */
  async leaveLobby(folded: string, holder: Holder): Promise<void> {
    await this.cluster.lobby.leave(folded, holder.node, holder.session).catch(error => {
      this.log.warn({ err: error }, 'could not leave the lobby; to be done when Redis is back')
      this.#leaving.set(holder.session, () => this.leaveLobby(folded, holder))
    })
  }

  /** Whether an operator bans the address, the folded name, or the player. */
  isBanned(address: string, who: Concerned = {}): boolean {
    const { measures } = this.lobby
    return measures.isAddressBanned(address) || measures.isBanned(who)
  }

  /** Why who comes, with these sessions, does not come in. */
  refusalFor(comer: Comer): Refusal | undefined {
    return refusalByMeasures(this.lobby.measures, comer)
  }

  /**
   * Takes one chat message of the budgets of the name, the address and the node and answers 0; or takes nothing and
   * answers how long to wait, in ms. `now` in monotonic ms. Nothing waits for the name of a client that hung up: what it
   * sends is charged to the name all the same.
   */
  takeChat(
    address: AddressShare,
    folded: string | undefined,
    now: number,
    from: 'connected' | 'hung up' = 'connected',
  ): number {
    const { online } = this.cluster.lobby
    const waitMs = Math.max(
      folded === undefined || from === 'hung up' ? 0 : this.names.waitMs('chats', folded, now),
      address.waitMs('chats', now),
      this.#chats.waitMs(now, online),
    )
    if (waitMs > 0) return waitMs
    if (folded !== undefined) this.names.owe('chats', folded, now)
    address.take('chats', now)
    this.#chats.take(now, online)
    return 0
  }

  /**
   * The seat a player holds, or held, in the last race it was in. `guess`: the race that it may well have been, by the
   * player's own word; where it was, one round trip is enough.
   */
  async findSeat(player: PlayerId, guess?: RaceId): Promise<FoundSeat | undefined> {
    const { races } = this.cluster
    const [id, guessed] = await Promise.all([
      races.raceOf(player),
      guess === undefined ? undefined : races.load(guess),
    ])
    const race = id === undefined ? undefined : id === guess ? guessed : await races.load(id)
    const seat = race?.plan.seats.findIndex(one => one.player === player) ?? -1
    return race === undefined || seat < 0 ? undefined : { race, seat }
  }

  /** The room of a race on this node, opened when there is none. The newer record wins. */
  roomFor(race: Race): RaceRoom {
    const known = this.#rooms.get(race.plan.id)
    known?.adopt(race)
    const room = known ?? this.#openRoom(race)
    // Also when this node was in the race before: the others still tell the node that the player came from.
    this.host.announce(race, room.others)
    return room
  }

  askForProgress(race: Race): void {
    for (const node of this.#rooms.get(race.plan.id)?.others ?? []) {
      this.cluster.inbox.addUrgent(node, ['resync', race.plan.id])
    }
  }

  /** Lets a promise go on by itself; a fault is logged under the given name. */
  inBackground(what: string, work: Promise<unknown>): void {
    work.catch(error => this.log.warn({ err: error }, `could not ${what}`))
  }

  /** Tells players to go to another node, waits for those who race and cannot, then ends what is left. */
  async drain(): Promise<void> {
    this.draining = true
    const drainedAt = performance.now() + DRAIN_MS
    for (const session of [...this.#sessions.values()]) {
      if (!session.v1) continue
      session.send(encode({ type: 'move', withinMs: MOVE_WITHIN_MS }))
      setTimeout(() => session.close('moving'), Math.random() * MOVE_WITHIN_MS + 500).unref()
    }
    let idle: readonly PlayerSession[] = []
    while (this.#sessions.size > 0 && performance.now() < drainedAt) {
      // Not in the moment its race ends: the leaderboard follows the outcome.
      for (const session of idle) session.close('moving')
      idle = [...this.#sessions.values()].filter(session => !session.v1 && !session.isRacing)
      await new Promise(resolve => setTimeout(resolve, DRAIN_STEP_MS))
    }
    for (const session of [...this.#sessions.values()]) session.close('restart')
  }

  /** Ends without waiting for anyone; `drain` comes before it where there is time. */
  async close(): Promise<void> {
    this.draining = true
    for (const timer of this.#timers) clearInterval(timer)
    this.#board?.close()
    this.turns.close()
    clearTimeout(this.#nextTick)
    clearTimeout(this.#showLater)
    clearTimeout(this.#waitingLater)
    for (const session of [...this.#sessions.values()]) session.close('restart')
    // What the sessions still had to tell the cluster goes out before the rooms end.
    await Promise.all([...this.#rooms.values()].map(room => room.settled()))
    for (const room of [...this.#rooms.values()]) room.close()
    this.lobby.close()
    this.holders.close()
    await this.cluster.registry
      .leave(this.id)
      .catch(error => this.log.warn({ err: error }, 'could not say goodbye'))
  }

  #openRoom(race: Race): RaceRoom {
    const room = new RaceRoom(this.host, race)
    this.#rooms.set(race.plan.id, room)
    metrics.racesLocal.inc()
    this.inBackground('note the race', this.cluster.races.noteNode(race.plan.id, this.id))
    return room
  }

  #roomHost(): RoomHost {
    const { cluster, log } = this
    return {
      node: this.id,
      races: cluster.races,
      jobs: cluster.jobs,
      log,
      now: () => this.now(),
      at: (instant, run) => runAt(() => this.now(), instant, run),
      wake: room => {
        this.#awake.push(room)
        this.#tickSoon()
      },
      announce: (race, to) => {
        for (const node of to) cluster.inbox.addUrgent(node, ['race', race])
      },
      relay: (to, { race, seat, value, wpm, changedAt }) =>
        cluster.inbox.add(to, ['progress', race, seat, value, wpm], changedAt),
      closed: room => {
        if (!this.#rooms.delete(room.id)) return
        if (isOver(room.race)) this.#keepUnsettled(room)
        metrics.racesLocal.dec()
        log.info({ race: room.id, isOver: isOver(room.race) }, 'no more of the race here')
        this.inBackground('forget the race', cluster.races.forgetNode(room.id, this.id))
      },
      outcomeTold: (_, racer) => this.#tellBoard(racer),
      seatFinished: (race, seat) => this.#onFinish(race, seat),
      board: () => this.board.rows,
      rematchRoom: race => rematchRoom(this.tokens.keys, race),
    }
  }

  /** A result in review counts for nothing before a person has looked. */
  #onFinish({ plan, seats }: Race, number: number): void {
    const seat = seats[number]
    const { username } = plan.seats[number] ?? {}
    if (seat?.state !== 'finished' || seat.review || username === undefined) return
    const { wpm, accuracy, timed } = seat.figures
    const at = Math.round(seat.finishedAt)
    this.board.onResult({ username, wpm, accuracy, at, timed, race: plan.id }, seat.node === this.id)
  }

  #tellOfBoard(frame: string): void {
    for (const tell of this.#audiences) tell('contract-a', frame)
    for (const session of this.#toldAlone) session.onBoard(frame)
  }

  #tellBoard(racer: Racer): void {
    if ('tellBoard' in racer) this.inBackground('tell the board', (racer as PlayerSession).tellBoard())
  }

  /**
   * All nodes tick at the same instants of cluster time. So what the other nodes have to tell comes just after the tick,
   * and a player gets one frame with all of it and with what changed here. Where no room is awake nothing ticks.
   */
  #tickSoon(): void {
    this.#nextTick ??= setTimeout(() => this.#tick(), TICK_MS - (this.now() % TICK_MS) + 0.5)
  }

  #tick(): void {
    this.#nextTick = undefined
    this.#show()
    this.#ticked = this.#awake
    this.#awake = []
    for (const room of this.#ticked) room.tick()
    this.cluster.inbox.flush()
    this.#showLater = setTimeout(() => this.#show(), SHOW_AFTER_MS)
  }

  #show(): void {
    clearTimeout(this.#showLater)
    for (const room of this.#ticked) room.show()
    this.#ticked = []
  }

  #onEntries(from: NodeId, entries: readonly InboxEntry[], changedAt: number | undefined): void {
    // What one race has to tell comes in a row.
    const moved: RaceRoom[] = []
    for (const entry of entries) {
      switch (entry[0]) {
        case 'progress': {
          const room = this.#rooms.get(entry[1])
          if (room === undefined) break
          room.onProgress(entry[2], entry[3], entry[4])
          if (moved.at(-1) !== room) moved.push(room)
          break
        }
        case 'plan':
          this.#onPlan(entry[1], entry[2])
          break
        case 'race':
          this.#rooms.get(entry[1].plan.id)?.adopt(entry[1])
          break
        case 'settled':
          if (entry[2] !== 'finishes') this.#unsettled.delete(entry[1])
          break
        case 'resync':
          this.#rooms.get(entry[1])?.resync()
          break
        case 'taken-over':
          this.#takenOver(entry[1])
          break
        case 'end-if-gone':
          this.inBackground('ask a holder', this.holders.onAsked(from, entry[1], entry[2], entry[3]))
          break
        case 'gone':
          this.holders.onAnswered(entry[1], entry[2])
          break
        default:
          this.log.warn({ from, entry }, 'an entry of an unknown kind')
      }
    }
    for (const room of moved) room.show()
    if (changedAt !== undefined) metrics.relayDelay.observe(Math.max(0, this.now() - changedAt))
  }

  /**
   * A race for players of this node who asked at those instants. It may come late or twice: one who is back from elsewhere
   * has opened the room already, and one who has left the race may wait for another. `finder`: who found it by its own
   * seat. The others' seats may not be findable yet, and who is told of a race must find it again after a drop.
   */
  #onPlan(plan: Race, asked: readonly number[] = [], finder?: PlayerSession): void {
    const waiting = new Map<number, PlayerSession>()
    for (const [seat, { player }] of plan.plan.seats.entries()) {
      const session = this.#sessions.get(player)
      if (session?.isWaitingSince(asked[seat])) waiting.set(seat, session)
    }
    if (isOver(plan) && waiting.size === 0) return
    const room = this.#rooms.get(plan.plan.id) ?? this.#openRoom(plan)
    for (const [seat, { node }] of room.race.seats.entries()) {
      if (node !== this.id) continue
      const session = waiting.get(seat)
      if (session === undefined) room.absent(seat)
      else if (finder === undefined || session === finder) session.onMatched(room, seat)
    }
  }

  /** Something from that node was lost: read the records again, and ask for its progress. */
  #onGap(from: NodeId): void {
    for (const room of this.#rooms.values()) {
      if (!room.others.includes(from)) continue
      room.reload()
      this.cluster.inbox.addUrgent(from, ['resync', room.id])
    }
    this.#findPlans()
  }

  #onReachable(reachable: boolean): void {
    const frame = encode({ type: 'cluster', state: reachable ? 'ok' : 'reconnecting' })
    for (const session of this.#sessions.values()) if (session.v1) session.send(frame)
    if (reachable) this.#recover()
  }

  /** Redis was away, or may have come back without its last second: all that this node knows is told again. */
  #recover(): void {
    const leaving = [...this.#leaving.values()]
    this.#leaving.clear()
    for (const leave of leaving) leave()
    this.inBackground('catch up with the lobby', this.cluster.lobby.catchUp())
    for (const session of [...this.#sessions.values()]) session.onRecovered()
    for (const room of this.#rooms.values()) {
      room.resubmit()
      room.resync()
      this.askForProgress(room.race)
    }
    for (const { room } of this.#unsettled.values()) room.resubmit()
    this.#findPlans()
  }

  #checkUnsettled(): void {
    const now = performance.now()
    for (const [id, { room, since }] of this.#unsettled) {
      if (now - since < UNSETTLED_MS) return
      this.log.warn({ race: id }, 'nobody has said that a race is stored; asking again')
      this.#keepUnsettled(room)
      room.resubmit()
    }
  }

  #keepUnsettled(room: RaceRoom): void {
    this.#unsettled.delete(room.id)
    this.#unsettled.set(room.id, { room, since: performance.now() })
    if (this.#unsettled.size <= UNSETTLED_MAX) return
    const [oldest] = this.#unsettled.keys()
    if (oldest !== undefined) this.#unsettled.delete(oldest)
    this.log.error(
      { race: oldest },
      'too many races wait for being stored; this node no longer answers for one',
    )
  }

  /** A plan may have been published while this node could not hear: those who wait are looked up. */
  #findPlans(): void {
    for (const session of this.#waitingSessions()) this.#findPlanSoon(session)
  }

  /** Whoever waits without a ticket has been matched; its plan is on its way, or was lost. */
  async #checkTickets(): Promise<void> {
    const waiting = this.#waitingSessions()
    for (let i = 0; i < waiting.length; i += TICKETS_AT_ONCE) {
      const some = waiting.slice(i, i + TICKETS_AT_ONCE)
      const held = await this.cluster.queue.holders(some.map(({ player = '' }) => player))
      for (const session of some) if (!held.has(session.player ?? '')) this.#findPlanSoon(session)
    }
  }

  #waitingSessions(): readonly PlayerSession[] {
    return [...this.#sessions.values()].filter(({ isWaiting }) => isWaiting)
  }

  #findPlanSoon(session: PlayerSession): void {
    const { player, isWaiting } = session
    if (player !== undefined && isWaiting)
      this.inBackground('look for a missed match', this.#findPlan(player, session))
  }

  /**
   * The race a waiting player was matched into unheard, here or by a wish it had at another node before; without one, its
   * ticket is made sure of.
   */
  async #findPlan(player: PlayerId, session: PlayerSession): Promise<void> {
    const found = await this.findSeat(player)
    const seat = found?.race.seats[found.seat]
    if (found === undefined || seat === undefined || !isActive(seat)) await session.waitOn(found?.race)
    else if (seat.node === this.id) this.#onPlan(found.race, [], session)
    else await session.takeUp(found)
  }

  #onAccount(event: AccountEvent): void {
    for (const session of [...this.#sessions.values()]) session.onAccount(event)
  }

  #onLobby(event: LobbyEvent): void {
    if (isEmptyText(event)) return
    const frame = lobbyFrame(event)
    for (const tell of this.#audiences) {
      tell('v1', frame)
      tell('contract-a', frame)
    }
    for (const session of this.#toldAlone) session.onLobby(event, frame)
  }

  #onWaitingCount(count: number): void {
    this.#waiting = count
    metrics.queueLength.set(count)
    this.#waitingLater ??= setTimeout(() => {
      this.#waitingLater = undefined
      for (const session of this.#sessions.values())
        if (session.isWaiting) session.onWaitingCount(this.#waiting)
    }, WAITING_COUNT_MS)
  }

  async #beat(): Promise<void> {
    const [known] = await Promise.all([this.cluster.registry.beat(this.id), this.#watch.look()])
    if (known || this.draining) return
    // This node was taken for dead: its names and seats are others' by now. Its players come back by themselves.
    this.log.warn('this node had been given up by the others; its players are asked to come back')
    for (const session of [...this.#sessions.values()]) session.close('lost')
  }

  #checkSessions(): void {
    for (const session of [...this.#sessions.values()]) session.checkIdle()
    const clusterNow = this.now()
    for (const room of [...this.#rooms.values()]) room.checkIdle(clusterNow)
  }

  #endSession(before: Holder): void {
    if (before.node === this.id) this.#takenOver(before.session)
    else this.cluster.inbox.addUrgent(before.node, ['taken-over', before.session])
  }

  #takenOver(session: string): void {
    this.#sessionById(session)?.close('taken_over')
    this.holders.takenOver(session)
  }

  #sessionById(id: string): PlayerSession | undefined {
    for (const session of this.#sessions.values()) if (session.id === id) return session
    return undefined
  }
}
