import type { AccountEvent, Holder, LobbyEvent, Proof, Ticket } from '@ketik/cluster'
import {
  type BasicServerMessage,
  type ClientMessage,
  type ClientMessageOf,
  type CloseReason,
  decodeClientMessage,
  decodeProgress,
  decodeUtf8,
  encode,
  FRAME_BYTES_MAX,
  foldUsername,
  isRefusal,
  PROTOCOL_VERSION,
  REFUSALS,
  type Refusal,
  refuse,
  type ServerMessage,
  toError,
  toUsername,
} from '@ketik/protocol'
import { assertNever, creditFor, GRACE_MS, isActive, type Race } from '@ketik/race'
import { metrics } from '@ketik/runtime'
import { type Identity, proofOf } from '../accounts/session-token.ts'
import { RoundTripMeter } from '../connection/round-trip-meter.ts'
import type { Transport } from '../connection/transport.ts'
import type { AddressShare } from '../limits/address-share.ts'
import { Budget, isChat } from '../limits/budget.ts'
import { lobbyFrame } from '../lobby/lobby-frames.ts'
import type { ChatQueue } from '../member/chat-queue.ts'
import { joinLobbyNumbered } from '../member/join-lobby-numbered.ts'
import { lobbyChat } from '../member/lobby-chat.ts'
import { proofAfter } from '../member/proof-after.ts'
import type { EdgeNode, FoundSeat } from '../node/edge-node.ts'
import { ClaimedSeat } from '../race/claimed-seat.ts'
import { KeyedSeat, type SeatEvidence } from '../race/keyed-seat.ts'
import { RaceRoom } from '../race/race-room.ts'
import type { Racer } from '../race/racer.ts'
import { BEHIND_BYTES, IDLE_TURNS_MAX, PING_TURNS_MAX, TOO_SLOW_BYTES } from '../settings.ts'

/** Messages that may wait while one before them is being worked on. */
const BACKLOG_MAX = 32
/** Joins and leaves that wait for the greeting to be sent. */
const HELD_BACK_MAX = 100
/** Enough for a hang-up that came together with a login to be read as well. */
const HUNG_UP_MS = 10
/** Logins of one connection that may fail, and what one with a token of nobody costs its address. */
const FAILED_LOGINS_MAX = 10
const BAD_TOKEN_LOGINS = 5
/** Pages of contract A show it as it is. */
const WAITING_MESSAGE = 'Menunggu pemain lain...'

type State =
  | { readonly at: 'door' }
  | { readonly at: 'lobby' }
  | { readonly at: 'queue'; ticket: Ticket; waitingTold: number }
  | { readonly at: 'race'; readonly room: RaceRoom; readonly seat: number; outcomeTold: boolean }
  | { readonly at: 'closed' }

/** Who somebody is by a token. */
type Shown = { readonly token: string; readonly identity: Identity }
/** A name that was taken; the token where it is an account's. */
type Entered = { readonly n: number; readonly holder: Holder; readonly token: string | undefined }

/** A seat found before its player had the name: a race that is over may have been followed by another one since. */
const stillHeld = (found: FoundSeat | undefined, { player }: Holder): FoundSeat | undefined => {
  const state = found?.race.seats[found.seat]
  const isOwn = found?.race.plan.seats[found.seat]?.player === player
  return isOwn && state !== undefined && isActive(state) ? found : undefined
}

// Shared by all: most connections are in one of these.
const AT_DOOR: State = { at: 'door' }
const IN_LOBBY: State = { at: 'lobby' }
const CLOSED: State = { at: 'closed' }
const NO_HINT: LoginHint = {}

/**
 * Resolves when a hang-up behind a login has been read. A node that stood still reads both at once, and its player may
 * race elsewhere by now: a name must not be taken over for a connection that is gone.
 */
const hangUpRead = () => new Promise<void>(resolve => setTimeout(resolve, HUNG_UP_MS))

/** How a connection ends whose login by its address (`/stream/:username`) was refused: whether to come back by itself. */
const closeOf = ({ refused }: Refusal): CloseReason => {
  if (refused === 'banned') return 'banned'
  return REFUSALS[refused].retryable ? 'full' : 'name_refused'
}

type Waiting = Exclude<ClientMessage, { type: 'ping' }>
/** What bounds what one says in the lobby. */
type Chatter = { readonly budget: Budget; readonly queue: ChatQueue }

export type LoginHint = {
  /** A name that logs in by connecting (`/stream/:username`). */
  readonly username?: string
  /** A session token that came with the upgrade, as a cookie of our own page. */
  readonly token?: string
}

/** One player on one connection: contract A and protocol v1, over whatever transport. */
export class PlayerSession implements Racer {
  readonly id: string
  v1 = false
  #state: State = AT_DOOR
  #holder: Holder | undefined
  readonly #address: AddressShare
  #proof: Proof | undefined
  readonly #budget: Budget
  // Ten thousand may be here and say nothing: what only some need is made when it is needed.
  #chatter: Chatter | undefined
  #meter: RoundTripMeter | undefined
  #backlog: Waiting[] | undefined
  #heldBack: string[] | undefined
  #busy = false
  /** The client has ended its side; nothing more comes from it. */
  #hungUp = false
  #greeted = false
  #failedLogins = 0
  /** How many turns of the node's housekeeping have found no sign of life since the last one. */
  #silentTurns = 0
  /** Pings that were sent since. */
  #unanswered = 0
  /** The race whose seat this player gave up last: the record may not know yet, and must not bring it back. */
  #gaveUp: string | undefined

  constructor(
    private readonly node: EdgeNode,
    private readonly transport: Transport,
    private readonly hint: LoginHint = NO_HINT,
  ) {
    this.id = node.newId('s')
    this.#address = node.connections.shareOf(transport.address)
    this.#budget = new Budget(node.rates, this.#address)
    if (hint.username !== undefined) this.#take({ type: 'login', username: hint.username })
  }

  get username(): string | undefined {
    return this.#holder?.username
  }

  get player(): string | undefined {
    return this.#holder?.player
  }

  get isWaiting(): boolean {
    return this.#state.at === 'queue'
  }

  /** In a race whose outcome for this player is open, or whose text it may still type to the end. */
  get isRacing(): boolean {
    const state = this.#state
    return state.at === 'race' && (!state.outcomeTold || state.room.isHeld(state.seat))
  }

  /** A frame or line of bytes; they are read before this returns. */
  onBytes(bytes: Uint8Array): void {
    if (!this.#admit(bytes)) return
    const progress = this.#state.at === 'race' ? decodeProgress(bytes) : undefined
    if (progress !== undefined) {
      this.#take(progress)
      return
    }
    const text = decodeUtf8(bytes)
    if (isRefusal(text)) this.#refuseBadInput(text)
    else this.#onText(text)
  }

  /** The client has hung up. What it sent before is still worked on; then its name is given back. */
  onClose(): void {
    if (this.#state.at === 'closed' || this.#hungUp) return
    this.#hungUp = true
    if (this.#state.at === 'queue') {
      this.#leaveQueue()
      this.#state = IN_LOBBY
    }
    // A seat must not wait for a slow answer: the opponents wait for its end, or a v1 player's next connection for the seat.
    if (this.#busy && !this.v1 && this.#state.at !== 'race') return
    for (const message of this.#backlog ?? []) {
      if (message.type === 'chat') this.#chats.queue.sendInBackground(message.text)
      else if (message.type === 'progress' || message.type === 'finish') this.#handle(message)
    }
    this.#end()
  }

  close(reason: CloseReason): void {
    if (this.#state.at === 'closed') return
    metrics.connectionsClosed.inc({ reason })
    this.node.log.info({ session: this.id, reason }, 'connection closed')
    // First the session: a transport may report its end before `close` returns, as if the client had hung up.
    this.#end(reason)
    this.transport.close(reason)
  }

  /** `reason`: why this side ends it. */
  #end(reason?: CloseReason): void {
    const state = this.#state
    if (state.at === 'closed') return
    this.#state = CLOSED
    this.#backlog = undefined
    void this.#chatter?.queue.end(reason)
    this.node.forget(this)
    if (state.at === 'queue') this.#leaveQueue()
    if (state.at === 'race') this.#dropSeat(state)
    else this.#leaveLobby()
    if (reason === undefined) this.transport.end()
  }

  /**
   * A turn of the node's housekeeping, once a second. Silence is counted in turns: a node that stood still counts one,
   * and reads what has arrived before the next. Clients of contract A may be silent for ever; their transports find the
   * dead ones (WebSocket pings, TCP keep-alive).
   */
  checkIdle(): void {
    if (this.transport.bufferedBytes() > TOO_SLOW_BYTES) {
      this.close('too_slow')
      return
    }
    if (!this.v1) return
    this.#silentTurns += 1
    if (this.isRacing) this.#askForLife()
    else if (this.#state.at === 'lobby' && this.#silentTurns > IDLE_TURNS_MAX) this.close('idle')
  }

  /** A sign of life that is not a message: a pong of the transport, with the payload of the ping that it answers. */
  onAlive(pong?: string): void {
    this.#silentTurns = 0
    this.#unanswered = 0
    if (pong === undefined) return
    this.#meter?.onTransportPong(pong, performance.now())
    this.#creditTicket()
  }

  /** An operator's ban may concern this player. */
  checkBan(): void {
    const folded = this.username === undefined ? undefined : foldUsername(this.username)
    if (this.node.isBanned(this.transport.address, { folded, player: this.player })) this.close('banned')
  }

  /** An account was claimed or changed, or a session ended: it may have been this one. */
  onAccount(event: AccountEvent): void {
    const holder = this.#holder
    if (holder === undefined || this.#isClosed()) return
    const { player, username } = holder
    const after = proofAfter(event, { folded: foldUsername(username), player, proof: this.#proof })
    if (typeof after === 'string') this.close(after)
    else this.#proof = after
  }

  /** The ten best changed; for a client of contract A that no audience tells. */
  onBoard(frame: string): void {
    if (this.v1 || !this.#greeted) return
    if (this.isBehind()) metrics.framesDropped.inc({ reason: 'behind' })
    else this.send(frame)
  }

  onLobby(event: LobbyEvent, frame: string): void {
    if (this.#state.at === 'door' || this.#state.at === 'closed') return
    if (!this.#greeted) {
      // What is said before the greeting is part of it; who comes and goes is told behind it.
      this.#heldBack ??= []
      if (event.kind !== 'chat' && this.#heldBack.length < HELD_BACK_MAX) this.#heldBack.push(frame)
      return
    }
    if (this.isBehind() && event.kind !== 'chat') metrics.framesDropped.inc({ reason: 'behind' })
    else this.send(frame)
  }

  /** Redis may have lost the name: it is claimed again, which changes nothing where it is still there. */
  onRecovered(): void {
    const holder = this.#holder
    if (holder === undefined || this.#state.at === 'closed') return
    this.node.inBackground(
      'claim a name again',
      this.node.cluster.lobby
        .join(foldUsername(holder.username), holder, { proof: this.#proof })
        .then(({ joined }) => {
          if (joined === 'taken') this.close('lost')
          else if (joined === 'claimed' || joined === 'kept') this.close('name_claimed')
          else if (joined === 'unproved') this.close('signed_out')
        }),
    )
  }

  /**
   * Redis may have lost the ticket: it is handed in again, which changes nothing where it is still there. When the
   * player's latest race, over by now, answered it unheard, the player asks anew.
   */
  async waitOn(latest: Race | undefined): Promise<void> {
    if (this.#state.at !== 'queue') return
    const { ticket } = this.#state
    const isAnswered = latest !== undefined && latest.plan.startsAt > ticket.since
    if (isAnswered) this.#state = { ...this.#state, ticket: { ...ticket, since: this.node.now() } }
    const count = await this.node.cluster.queue.join(this.#state.ticket)
    if (count !== 'full' && count > 1) await this.node.cluster.jobs.pair()
  }

  /** A seat that the player was given elsewhere, by a wish it had there before it came here. */
  async takeUp(found: FoundSeat): Promise<void> {
    const holder = this.#holder
    if (holder === undefined || !this.v1 || !this.isWaiting) return
    const current = await this.node.cluster.lobby.holder(foldUsername(holder.username))
    // The player may be at the other node again, and the word of that lost.
    if (current !== undefined && current.session !== this.id) this.close('taken_over')
    else if (this.isWaiting) await this.#comeBack(holder, found)
  }

  /** The count of those who wait, sent once for each value this player has not seen. */
  onWaitingCount(count: number): void {
    if (this.#state.at !== 'queue' || this.#state.waitingTold === count) return
    this.#state.waitingTold = count
    this.#tell({ status: 'waiting', waiting_count: count, message: WAITING_MESSAGE })
  }

  /** Waits by the ticket of that instant; without one, by any. */
  isWaitingSince(asked: number | undefined): boolean {
    return this.#state.at === 'queue' && (asked === undefined || this.#state.ticket.since === asked)
  }

  /** A race was made for this player, who waits for one. */
  onMatched(room: RaceRoom, seat: number): void {
    if (this.#state.at !== 'queue' || room.id === this.#gaveUp) return
    metrics.matchDelay.observe(Math.max(0, this.node.now() - this.#state.ticket.since))
    // The count comes first, even when the match overtook it.
    if (this.#state.waitingTold === 0) this.onWaitingCount(room.race.seats.length)
    this.#state = { at: 'race', room, seat, outcomeTold: false }
    const { plan } = room.race
    const typist = this.v1
      ? new KeyedSeat(plan.text.text, plan.seats[seat]?.creditMs ?? 0, [], this.#evidence())
      : new ClaimedSeat(room.chars)
    room.sit(seat, this, typist)
    this.node.log.info({ race: room.id, seat, session: this.id }, 'seated')
    const opponents = plan.seats.filter((_, number) => number !== seat).map(({ username }) => username)
    this.#tell({
      status: 'matched',
      opponent: opponents[0] ?? '',
      opponents,
      ...(this.v1 ? { race: this.node.raceView(room.race, seat) } : {}),
    })
    // The race may have gone on without it.
    room.catchUp(seat)
  }

  send(frame: string): void {
    if (this.#state === CLOSED) return
    this.transport.send(frame)
  }

  together(write: () => void): void {
    this.transport.together(write)
  }

  isBehind(): boolean {
    return this.transport.hasBacklog && this.transport.bufferedBytes() > BEHIND_BYTES
  }

  onOutcome(): void {
    if (this.#state.at === 'race') this.#state.outcomeTold = true
  }

  onSeatLost(reason: CloseReason): void {
    if (this.#state.at === 'race') this.#state = IN_LOBBY
    this.close(reason)
  }

  onRaceOver(): void {
    if (this.#state.at === 'race') this.#state = IN_LOBBY
  }

  /** Also of a client that has hung up: what it sent before is worked on in its order. */
  async #askBoard(query: ClientMessageOf<'req_leaderboard'>): Promise<Refusal | undefined> {
    const { turns } = this.node
    if (turns.isFull) return refuse('rate_limited')
    await new Promise<void>(look =>
      turns.take(this.transport.address, 'board', { isGone: () => false, look }),
    )
    await this.tellBoard(query)
    return undefined
  }

  async tellBoard(query: Omit<ClientMessageOf<'req_leaderboard'>, 'type'> = {}): Promise<void> {
    const { window = 'all', lang } = query
    // Clients of contract A see themselves, and they type no keys.
    const timed = this.v1 ? (query.timed ?? 'keys') : 'any'
    const board = await this.node.board.top({ window, timed, ...(lang === undefined ? {} : { lang }) })
    this.#tell({
      type: 'res_leaderboard',
      username: this.username ?? '',
      data: board.data,
      window,
      ...(lang === undefined ? {} : { lang }),
      ...(this.v1 ? { timed } : {}),
      ...(board.stale ? { stale: true } : {}),
    })
  }

  get #chats(): Chatter {
    const { node } = this
    this.#chatter ??= {
      budget: new Budget(node.rates, this.#address),
      queue: lobbyChat(node, {
        door: 'json',
        address: this.#address,
        sender: () => ({
          username: this.username,
          folded: foldUsername(this.username ?? ''),
          player: this.player,
          isOwner: this.#proof !== undefined,
        }),
        refuse: refusal => this.#refuse(refusal, 'chat'),
      }),
    }
    return this.#chatter
  }

  #admit(bytes: Uint8Array): boolean {
    if (this.#state.at === 'closed') return false
    const now = performance.now()
    this.onAlive()
    if (bytes.byteLength > FRAME_BYTES_MAX) {
      this.#refuse(refuse('too_long'))
      this.close('too_long')
      return false
    }
    const charge = (isChat(bytes) ? this.#chats.budget : this.#budget).charge(now, bytes.byteLength)
    if (charge === 'ok') return true
    if (charge === 'flooding') this.close('flooding')
    else if (charge === 'refused') this.#refuse(refuse('rate_limited'))
    return false
  }

  #onText(text: string): void {
    const message = decodeClientMessage(text)
    if (isRefusal(message)) {
      this.#refuseBadInput(message)
      return
    }
    this.#take(message)
  }

  /** Messages are worked on in the order they came, also when one of them has to wait for the cluster. */
  #take(message: ClientMessage): void {
    // It asks for the time: waiting would spoil what it measures.
    if (message.type === 'ping') {
      const refusal = this.#ping(message)
      if (refusal === undefined) metrics.messagesIn.taken(message.type)
      else this.#refuseBadInput(refusal)
      return
    }
    if (this.#busy) {
      this.#backlog ??= []
      if (this.#backlog.length >= BACKLOG_MAX) this.#refuse(refuse('rate_limited'), message.type)
      else this.#backlog.push(message)
      return
    }
    const work = this.#handle(message)
    if (work instanceof Promise) this.#whileBusy(message.type, work)
    else this.#answer(message.type, work)
  }

  #answer(type: ClientMessage['type'], refusal: Refusal | undefined): void {
    if (refusal === undefined) metrics.messagesIn.taken(type)
    else this.#refuse(refusal, type)
  }

  #whileBusy(type: ClientMessage['type'], work: Promise<Refusal | undefined>): void {
    this.#busy = true
    work
      .catch(error => {
        this.node.log.warn({ err: error, session: this.id }, 'a message met a fault')
        return refuse('unavailable')
      })
      .then(refusal => {
        this.#busy = false
        this.#answer(type, refusal)
        while (!this.#busy) {
          const next = this.#backlog?.shift()
          if (next === undefined) break
          this.#take(next)
        }
        if (this.#hungUp && !this.#busy) this.#end()
        // What was measured meanwhile.
        this.#creditTicket()
      })
  }

  #handle(
    message: Exclude<ClientMessage, { type: 'ping' }>,
  ): Refusal | undefined | Promise<Refusal | undefined> {
    if (this.#state.at === 'closed') return undefined
    if (message.type === 'login')
      return this.#login(message)
        .then(refusal => this.#countFailure(refusal))
        .catch(error => this.#failLogin(message, error))
    if (message.type === 'client_ip') return undefined
    if (this.#state.at === 'door') return refuse('not_logged_in')
    switch (message.type) {
      case 'keys':
        return this.#state.at === 'race'
          ? this.#state.room.keys(this.#state.seat, message)
          : refuse('not_racing')
      case 'progress':
        return this.#state.at === 'race'
          ? this.#state.room.claim(this.#state.seat, message.progress)
          : refuse('not_racing')
      case 'finish':
        return this.#state.at === 'race'
          ? this.#state.room.finish(this.#state.seat, message.wpm)
          : refuse('not_racing')
      case 'req_matchmaking':
        return this.#requestRace(message)
      case 'cancel_matchmaking':
        return this.#cancelMatchmaking()
      case 'leave_queue':
        return this.#state.at === 'queue' ? this.#stopWaiting() : refuse('not_waiting')
      case 'leave_race':
        return this.#leaveRace()
      case 'req_leaderboard':
        return this.#askBoard(message)
      case 'chat':
        // The connection ends behind it: a refusal has to be sent before.
        if (this.#hungUp) return this.#chats.queue.send(message.text)
        // Nothing behind it has to wait: the queue keeps the order of what one player says.
        this.#chats.queue.sendInBackground(message.text)
        return undefined
      default:
        return assertNever(message)
    }
  }

  #ping(message: ClientMessageOf<'ping'>): Refusal | undefined {
    const now = this.node.now()
    this.#meter ??= new RoundTripMeter(this.transport)
    const refusal = this.#meter.onPing(message, now, performance.now())
    if (refusal === undefined) this.#tell({ type: 'pong', t: message.t, now })
    this.#creditTicket()
    return refusal
  }

  /** Who asked before anything was measured gets its credit from the first measurement while it waits, once. */
  #creditTicket(): void {
    // A ticket that is on its way may yet be refused.
    if (this.#busy || !this.v1 || this.#state.at !== 'queue' || this.#state.ticket.creditMs > 0) return
    const creditMs = Math.round(creditFor(this.#meter?.smallest()))
    if (creditMs === 0) return
    const ticket = { ...this.#state.ticket, creditMs }
    this.#state.ticket = ticket
    this.node.inBackground('credit a ticket', this.node.cluster.queue.join(ticket))
  }

  /** The first ping goes out before the welcome, so its answer comes before any race that the welcome lets a client ask for. */
  #measureRoundTrip(): void {
    this.#meter ??= new RoundTripMeter(this.transport)
    this.#meter.ping(performance.now())
  }

  async #login(message: ClientMessageOf<'login'>): Promise<Refusal | undefined> {
    if (this.#state.at !== 'door') return refuse('already_logged_in')
    if (message.v !== undefined && message.v !== PROTOCOL_VERSION) return refuse('version_unsupported')
    if (!this.#address.take('logins', performance.now())) return refuse('rate_limited')
    const username = toUsername(message.username)
    if (isRefusal(username)) return username
    if (message.v !== undefined) this.#measureRoundTrip()
    const shown = await this.#shown(message, username)
    if (isRefusal(shown)) return shown
    const mayTakeOver = shown.length > 0 || message.v !== undefined
    if (shown.length > 0) await hangUpRead()
    if (this.#hungUp && mayTakeOver) return this.#dropBacklog()
    const [first] = shown
    // Asked for together with the name: who comes back in mid-race waits for one answer less.
    const foundEarly = first && this.node.findSeat(first.identity.player, message.race).catch(() => undefined)
    const mayNumber = message.v === undefined && message.token === undefined && first === undefined
    let entered = mayNumber ? await this.#enterNumbered(username) : await this.#enter(username, first)
    // A page's own token may be older than its cookie, which another page had renewed.
    if (isRefusal(entered) && entered.refused !== 'name_taken' && shown[1] !== undefined) {
      entered = await this.#enter(username, shown[1])
    }
    if (isRefusal(entered)) return entered
    if (this.#isClosed()) {
      this.#leaveLobby()
      return undefined
    }
    if (this.#hungUp && mayTakeOver) return this.#dropBacklog()
    this.v1 = message.v === PROTOCOL_VERSION
    this.#state = IN_LOBBY
    this.node.register(this)
    this.checkBan()
    // What became of the account while the name was on its way.
    for (const event of this.node.lobby.accountsSince(entered.n)) this.onAccount(event)
    if (this.v1) this.#welcome(entered)
    // First the race, whose clock is running.
    if (this.v1 && first !== undefined)
      await this.#comeBack(entered.holder, stillHeld(await foundEarly, entered.holder), message.race)
    const greeted = this.#greet()
    // What a player says once it has its race back must not wait for the board; clients of contract A count on the order.
    if (this.v1) greeted.catch(error => this.#failLogin(message, error))
    else await greeted
    return undefined
  }

  /** Who tries name after name, or token after token, has to connect again for more. */
  #countFailure(refusal: Refusal | undefined): Refusal | undefined {
    if (refusal === undefined || this.#state.at !== 'door') return refusal
    if (this.hint.username !== undefined) {
      this.#refuse(refusal, 'login')
      this.close(closeOf(refusal))
      return undefined
    }
    if (refusal.refused === 'bad_token' || refusal.refused === 'wrong_passphrase') {
      this.#address.owe('logins', performance.now(), BAD_TOKEN_LOGINS)
    }
    this.#failedLogins += 1
    if (this.#failedLogins < FAILED_LOGINS_MAX) return refusal
    this.#refuse(refusal)
    this.close('login_late')
    return undefined
  }

  /** Whom the client shows itself to be under this name: a passphrase's owner, or by its own token and its page's. */
  async #shown(message: ClientMessageOf<'login'>, username: string): Promise<readonly Shown[] | Refusal> {
    const { address } = this.transport
    const folded = foldUsername(username)
    const tokens = [message.token, this.hint.token]
    const all = tokens.map(token => (token === undefined ? undefined : this.node.tokens.verify(token)))
    const banned = this.node.refusalFor({ address, folded, shown: all })
    if (banned !== undefined) return banned
    if (message.passphrase !== undefined) {
      const visitor = { address, isGone: () => this.#isClosed() }
      const signedIn = await this.node.accounts?.signIn(username, message.passphrase, visitor)
      if (signedIn === undefined) return refuse('unavailable')
      if (isRefusal(signedIn)) return signedIn
      return this.node.refusalFor({ address, folded, shown: [signedIn.identity] }) ?? [signedIn]
    }
    const identities = all.map((identity, at) => {
      const token = tokens[at]
      return token === undefined || identity === undefined ? undefined : { token, identity }
    })
    // A token proves who one is under its own name alone: under another one it would be two players in one.
    const shown = identities.filter(
      one => one !== undefined && foldUsername(one.identity.username) === folded,
    ) as Shown[]
    const isOwnBad = message.token !== undefined && identities[0] === undefined
    return isOwnBad && shown.length === 0 ? refuse('bad_token') : shown
  }

  /** Takes the name as somebody new, or the next number of it: contract A has no way to ask for another. */
  async #enterNumbered(username: string): Promise<Entered | Refusal> {
    const joined = await joinLobbyNumbered(this.node, this.#newHolder(username, this.node.newId('p')))
    if (isRefusal(joined)) return joined
    this.#holder = joined.holder
    return { ...joined, token: undefined }
  }

  #newHolder(username: string, player: string): Holder {
    return { player, node: this.node.id, session: this.id, door: 'json', username }
  }

  /** Takes the name, as whoever the client shows itself to be, or as somebody new. */
  async #enter(username: string, shown: Shown | undefined): Promise<Entered | Refusal> {
    const holder = this.#newHolder(username, shown?.identity.player ?? this.node.newId('p'))
    const proof = shown === undefined ? undefined : proofOf(shown.identity)
    const n = await this.node.enterLobby(foldUsername(username), holder, proof)
    if (isRefusal(n)) return n
    this.#holder = holder
    this.#proof = proof
    return { n, holder, token: proof === undefined ? undefined : shown?.token }
  }

  /** Half a login would leave a player without its race: a client that can is sent to come back. */
  #failLogin({ v }: ClientMessageOf<'login'>, error: unknown): undefined {
    if (v !== PROTOCOL_VERSION && this.hint.username === undefined) throw error
    this.node.log.warn({ err: error, session: this.id }, 'a login met a fault')
    this.#refuse(refuse('unavailable'))
    this.close('lost')
  }

  /** What came behind a login that is not worked on. */
  #dropBacklog(): undefined {
    this.#backlog = undefined
  }

  #welcome({ holder, token }: Entered): void {
    this.#tell({
      type: 'welcome',
      v: PROTOCOL_VERSION,
      username: holder.username,
      token: token ?? this.node.tokens.issue(holder.player, holder.username),
      node: this.node.id,
      now: this.node.now(),
      online: this.node.cluster.lobby.online,
      graceMs: GRACE_MS,
      ...(token === undefined ? {} : { account: true as const }),
    })
  }

  async #greet(): Promise<void> {
    await this.node.greetings.take()
    await this.tellBoard()
    this.transport.together(() => {
      for (const event of this.node.lobby.recent) this.send(lobbyFrame(event))
      for (const frame of this.#heldBack ?? []) this.send(frame)
    })
    this.#heldBack = undefined
    this.#greeted = true
    if (this.transport.joinAudience(this.v1 ? 'v1' : 'contract-a')) this.node.toldTogether(this)
  }

  /** Goes on with the race that the player holds a seat in, if there is one. */
  async #comeBack({ player }: Holder, foundEarly: FoundSeat | undefined, asked?: string): Promise<void> {
    const found = foundEarly ?? (await this.node.findSeat(player, asked))
    if (found === undefined || this.#isClosed()) return
    const { seat } = found
    const { races } = this.node.cluster
    const { id } = found.race.plan
    const held = found.race.seats[seat]
    // A seat that is done comes back only to a client that had the race when its connection dropped.
    if (held === undefined || (!isActive(held) && asked !== id)) return
    const readSeat = () => Promise.all([races.keyLog(id, seat), races.leastDelay(id, seat)])
    // Asked behind the seat, by one connection: no earlier writer can add to these keys.
    let read: ReturnType<typeof readSeat> | undefined
    const taken = await RaceRoom.takeSeat(this.node.host, found.race, seat, () => {
      read = readSeat()
      read.catch(() => undefined)
    })
    const race = taken ?? (await this.node.cluster.races.load(found.race.plan.id))
    const state = race?.seats[seat]
    if (race === undefined || state === undefined) return
    // A seat that is done is told all the same; one that is not, and could not be taken, is somebody else's.
    if (taken === undefined && isActive(state)) return
    const room = this.node.roomFor(race)
    const { text } = race.plan.text
    const [log, leastDelayMs] = await (read ?? readSeat())
    if (this.#isClosed() || (isActive(state) && room.isTakenSince(seat, state.epoch))) {
      if (isActive(state)) room.missed(seat, state.epoch)
      else room.catchUp(seat)
      this.close('taken_over')
      return
    }
    this.#state = { at: 'race', room, seat, outcomeTold: false }
    // Of a seat that is done too: its player is told the keys it had, and that they are safe.
    const { creditMs = 0 } = race.plan.seats[seat] ?? {}
    room.sit(seat, this, new KeyedSeat(text, creditMs, log, this.#evidence(leastDelayMs)))
    metrics.snapshots.inc()
    this.node.log.info({ race: room.id, seat, session: this.id }, 'back in its race')
    this.send(room.snapshotFor(seat))
    room.catchUp(seat)
    this.node.askForProgress(race)
  }

  #evidence(leastDelayMs?: number): SeatEvidence {
    return { leastDelayMs, roundTripMs: () => this.#meter?.smallest() }
  }

  async #requestRace(message: ClientMessageOf<'req_matchmaking'>): Promise<Refusal | undefined> {
    if (this.#hungUp) return undefined
    if (this.#state.at === 'queue') return refuse('already_waiting')
    if (this.#state.at === 'race') {
      if (!this.#state.outcomeTold) return refuse('already_racing')
      this.#standUp(this.#state)
    }
    const holder = this.#holder
    if (holder === undefined) return refuse('not_logged_in')
    if (this.node.draining) return refuse('unavailable')
    const now = performance.now()
    if (!this.node.names.take('races', foldUsername(holder.username), now)) return refuse('rate_limited')
    if (!this.#address.take('races', now)) return refuse('rate_limited')
    const ticket: Ticket = {
      player: holder.player,
      username: holder.username,
      node: this.node.id,
      timed: this.v1 ? 'keys' : 'arrival',
      creditMs: this.v1 ? Math.round(creditFor(this.#meter?.smallest())) : 0,
      resumable: this.v1,
      since: this.node.now(),
      ...(message.lang === undefined ? {} : { lang: message.lang }),
      ...(message.seats === undefined ? {} : { seats: message.seats }),
      ...(message.room === undefined ? {} : { room: message.room }),
      ...(message.rated === true ? { rated: true } : {}),
      network: this.node.networkTag(this.transport.address),
    }
    this.#state = { at: 'queue', ticket, waitingTold: 0 }
    const count = await this.node.cluster.queue.join(ticket).catch(error => {
      if (this.#state.at === 'queue') this.#state = IN_LOBBY
      throw error
    })
    if (count === 'full') {
      if (this.isWaiting) this.#state = IN_LOBBY
      return refuse('queue_full')
    }
    if (this.#hungUp || this.#isClosed()) {
      this.#leaveQueue()
      return undefined
    }
    this.onWaitingCount(count)
    if (count > 1) await this.node.cluster.jobs.pair()
    return undefined
  }

  async #stopWaiting(): Promise<Refusal | undefined> {
    const holder = this.#holder
    if (holder === undefined) return refuse('not_waiting')
    // When the ticket has gone already a race is on its way, and the player will be told.
    if (!(await this.node.cluster.queue.leave(holder.player))) return refuse('not_waiting')
    if (this.isWaiting) this.#state = IN_LOBBY
    return undefined
  }

  /**
   * From here on a race that was made of the ticket finds nobody who waits and gives up the seat, so nothing of it
   * follows the answer. In a race there is nothing to cancel.
   */
  async #cancelMatchmaking(): Promise<undefined> {
    const holder = this.#holder
    if (this.#state.at === 'queue' && holder !== undefined) {
      this.#state = IN_LOBBY
      await this.node.cluster.queue
        .leave(holder.player)
        .catch(error => this.node.log.warn({ err: error }, 'could not leave the queue'))
    }
    this.#tell({ type: 'matchmaking_canceled' })
    return undefined
  }

  #leaveRace(): Refusal | undefined {
    if (this.#state.at !== 'race' || !this.#state.room.isHeld(this.#state.seat)) return refuse('not_racing')
    const { room, seat } = this.#state
    room.leave(seat, 'left')
    if (this.player !== undefined)
      this.node.inBackground(
        'give a seat up',
        this.node.cluster.races.giveUpSeat(this.player, room.race.plan),
      )
    return undefined
  }

  /** The player goes, or asks for another race: what the seat still holds is given up. */
  #standUp({ room, seat }: Extract<State, { at: 'race' }>): void {
    room.leave(seat, 'left')
    room.stand(seat)
    this.#gaveUp = room.id
    this.#state = IN_LOBBY
  }

  #dropSeat({ room, seat }: Extract<State, { at: 'race' }>): void {
    if (this.v1) {
      room.away(seat, () => this.#leaveLobby())
      return
    }
    room.leave(seat, 'left')
    room.stand(seat)
    this.#leaveLobby()
  }

  /** A racer who answers no ping is gone, and holds up the others. TCP has keep-alive instead. */
  #askForLife(): void {
    if (this.#unanswered >= PING_TURNS_MAX) this.close('idle')
    else if (this.#meter?.ping(performance.now())) this.#unanswered += 1
  }

  #leaveQueue(): void {
    const player = this.player
    if (player === undefined) return
    this.node.inBackground('leave the queue', this.node.cluster.queue.leave(player))
  }

  #leaveLobby(): void {
    const holder = this.#holder
    if (holder !== undefined) this.node.leaveLobby(foldUsername(holder.username), holder)
  }

  #isClosed(): boolean {
    return this.#state.at === 'closed'
  }

  #refuseBadInput(refusal: Refusal): void {
    this.#refuse(refusal)
    if (this.#budget.strike(performance.now()) === 'flooding') this.close('flooding')
  }

  #refuse(refusal: Refusal, type: ClientMessage['type'] | 'unread' = 'unread'): void {
    metrics.messagesIn.refused(type)
    metrics.refusals.inc({ code: refusal.refused })
    this.#tell(toError(refusal))
  }

  #tell(message: ServerMessage | BasicServerMessage): void {
    this.send(encode(message))
  }
}
