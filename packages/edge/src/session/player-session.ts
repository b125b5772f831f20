import type { AccountEvent, LobbyEvent } from '@ketik/cluster'
import {
  type BasicServerMessage,
  type ClientMessage,
  type ClientMessageOf,
  type CloseReason,
  decodeClientMessage,
  decodeProgress,
  decodeUtf8,
  encode,
  isRefusal,
  PROTOCOL_VERSION,
  type Refusal,
  refuse,
  type ServerMessage,
  toError,
} from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import { type Answer, Connection, type ToldAtClose } from '../connection/connection.ts'
import { RoundTripMeter } from '../connection/round-trip-meter.ts'
import type { Transport } from '../connection/transport.ts'
import { Budget, isChat } from '../limits/budget.ts'
import type { ChatQueue } from '../member/chat-queue.ts'
import type { Membership } from '../member/membership.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import type { FoundSeat } from '../node/races.ts'
import type { NodeQueueing, NodeSession } from '../node/sessions.ts'
import { KeyTypist, type SeatEvidence } from '../race/key-typist.ts'
import type { LiveRace } from '../race/live-race.ts'
import { ReportTypist } from '../race/report-typist.ts'
import type { Typist } from '../race/typist.ts'
import { TOO_SLOW_BYTES } from '../settings.ts'
import { handleMessage, type OrderedMessage } from './handle-message.ts'
import { Hearing } from './hearing.ts'
import { type LoginPlayer, login } from './login.ts'
import { LoginFailures } from './login-failures.ts'
import type { Phase } from './phase.ts'
import { CLOSED, GREETING, IN_LOBBY } from './plain-phases.ts'
import type { Queueing } from './queueing.ts'
import { Racing } from './racing.ts'
import { resume } from './resume.ts'
import { Silence } from './silence.ts'

const TOLD_AT_CLOSE: ToldAtClose = { too_long: 'too_long' }

/** What bounds what one says in the lobby. */
type Chatter = { readonly budget: Budget; readonly queue: ChatQueue }

export type LoginHint = {
  /** A name that logs in by connecting (`/stream/:username`). */
  readonly username?: string
  /** A session token that came with the upgrade, as a cookie of our own page. */
  readonly token?: string
}
const NO_HINT: LoginHint = {}

/** One player on one connection: contract A and protocol v1, over whatever transport. */
export class PlayerSession extends Connection<OrderedMessage> implements NodeSession, LoginPlayer {
  readonly id: string
  protected readonly toldAtClose = TOLD_AT_CLOSE
  v1 = false
  phase: Phase = GREETING
  membership: Membership | undefined
  gaveUp: string | undefined
  #isHungUp = false
  readonly #silence = new Silence()
  // Ten thousand may be here and say nothing: what only some need is made when it is needed.
  #hearing: Hearing | undefined
  #chatter: Chatter | undefined
  #meter: RoundTripMeter | undefined
  #failures: LoginFailures | undefined

  constructor(
    readonly node: EdgeNode,
    readonly transport: Transport,
    private readonly hint: LoginHint = NO_HINT,
  ) {
    super(node, transport.address)
    this.id = node.newId('s')
    if (hint.username !== undefined) this.take({ type: 'login', username: hint.username })
  }

  get player(): string | undefined {
    return this.membership?.player
  }

  get queueing(): NodeQueueing | undefined {
    return this.phase.at === 'queueing' ? this.phase : undefined
  }

  get isRacing(): boolean {
    return this.phase.at === 'racing' && this.phase.isOpen
  }

  get isHungUp(): boolean {
    return this.#isHungUp
  }

  get pageToken(): string | undefined {
    return this.hint.token
  }

  get isNamed(): boolean {
    return this.hint.username !== undefined
  }

  /** A frame or line of bytes; they are read before this returns. */
  onBytes(bytes: Uint8Array): void {
    if (!this.isOpen) return
    this.onAlive()
    if (!this.charge(bytes.byteLength, isChat(bytes) ? this.#chats.budget : this.budget)) return
    const progress = this.phase.at === 'racing' ? decodeProgress(bytes) : undefined
    const text = progress === undefined ? decodeUtf8(bytes) : ''
    const message = progress ?? (isRefusal(text) ? text : decodeClientMessage(text))
    if (isRefusal(message)) this.refuseInput(message)
    else if (message.type === 'ping') this.#ping(message)
    else this.take(message)
  }

  /** A sign of life that is not a message: a pong of the transport, with the payload of the ping that it answers. */
  onAlive(pong?: string): void {
    this.#silence.onAlive()
    if (pong === undefined) return
    this.#meter?.onTransportPong(pong, performance.now())
    this.#creditTicket()
  }

  /** The client has hung up. What it sent before is still worked on; then its name is given back. */
  onClose(): void {
    if (!this.isOpen || this.#isHungUp) return
    this.#isHungUp = true
    if (this.phase.at === 'queueing') {
      this.phase.drop()
      this.leave(this.phase)
    }
    // A seat must not wait for a slow answer: the opponents wait for its end, or a v1 player's next connection for the seat.
    if (this.isBusy && !this.v1 && this.phase.at !== 'racing') return
    for (const message of this.backlog) {
      if (message.type === 'chat') this.chats.sendInBackground(message.text)
      else if (message.type === 'progress' || message.type === 'finish') this.handle(message)
    }
    this.end()
  }

  checkIdle(): void {
    if (this.transport.bufferedBytes() > TOO_SLOW_BYTES) this.close('too_slow')
    if (!this.v1 || !this.isOpen) return
    this.#silence.onTurn()
    const isGone = this.isRacing
      ? !this.#silence.ask(() => this.#meter?.ping(performance.now()) ?? false)
      : this.phase.at === 'lobby' && this.#silence.isTooLong
    if (isGone) this.close('idle')
  }

  checkBan(): void {
    if (this.node.admission.isBanned(this.transport.address, this.membership)) this.close('banned')
  }

  onAccount(event: AccountEvent): void {
    const reason = this.isOpen ? this.membership?.onAccount(event) : undefined
    if (reason !== undefined) this.close(reason)
  }

  onBoard(frame: string): void {
    this.#hearing?.onBoard(this, frame)
  }

  onLobby(event: LobbyEvent, frame: string): void {
    this.#hearing?.onLobby(this, event, frame)
  }

  onRecovered(): void {
    if (this.membership === undefined || !this.isOpen) return
    const rejoining = this.node.members.rejoin(this.membership).then(reason => {
      if (reason !== undefined) this.close(reason)
    })
    this.node.inBackground('claim a name again', rejoining)
  }

  send(frame: string): void {
    if (this.isOpen) this.transport.send(frame)
  }

  tell(message: ServerMessage | BasicServerMessage): void {
    this.send(encode(message))
  }

  roundTripMs(): number | undefined {
    return this.#meter?.smallest()
  }

  evidence(leastDelayMs?: number): SeatEvidence {
    return { leastDelayMs, roundTripMs: () => this.roundTripMs() }
  }

  measureRoundTrip(): void {
    this.#meter ??= new RoundTripMeter(this.transport)
    this.#meter.ping(performance.now())
  }

  isIn(phase: { readonly at: string }): boolean {
    return this.phase === phase
  }

  leave(phase: { readonly at: string }): void {
    if (this.phase === phase) this.phase = IN_LOBBY
  }

  queue(queueing: Queueing): void {
    this.phase = queueing
  }

  /** A race was made for this player, who waits for one. */
  race(live: LiveRace, seat: number): void {
    const { plan } = live.race
    const typist = this.v1
      ? new KeyTypist(plan.text.text, plan.seats[seat]?.creditMs ?? 0, [], this.evidence())
      : new ReportTypist(live.chars)
    this.attach(live, seat, typist)
    this.node.log.info({ race: live.id, seat, session: this.id }, 'seated')
    this.send(live.frames.matched(seat, this.v1))
    // The race may have gone on without it.
    live.catchUp(seat)
  }

  attach(live: LiveRace, seat: number, typist: Typist): void {
    const racing = new Racing(this, live, seat)
    this.phase = racing
    live.attach(seat, racing, typist)
  }

  resume(found: FoundSeat | undefined, asked?: string): Promise<void> {
    return resume(this, found, asked)
  }

  logIn(message: ClientMessageOf<'login'>): Answer {
    return login(this, message)
      .then(refusal => {
        if (refusal === undefined || this.phase.at !== 'greeting') return refusal
        this.#failures ??= new LoginFailures()
        return this.#failures.onRefused(this, refusal)
      })
      .catch(error => {
        if (message.v !== PROTOCOL_VERSION && !this.isNamed) throw error
        this.failLogin(error)
        return undefined
      })
  }

  enterLobby(isV1: boolean): void {
    this.v1 = isV1
    this.phase = IN_LOBBY
    this.#hearing = new Hearing()
    this.node.sessions.add(this)
    this.checkBan()
    // What became of the account while the name was on its way.
    for (const event of this.node.lobby.accountsSince(this.membership?.n ?? 0)) this.onAccount(event)
  }

  async greet(): Promise<void> {
    await this.#hearing?.greet(this)
    if (this.transport.joinAudience(this.v1 ? 'v1' : 'contract-a')) this.node.sessions.hearsTogether(this)
  }

  /** Half a login would leave a player without its race: a client that can is sent to come back. */
  failLogin(error: unknown): void {
    this.node.log.warn({ err: error, session: this.id }, 'a login met a fault')
    this.refuse(refuse('unavailable'))
    this.close('lost')
  }

  releaseName(): void {
    if (this.membership !== undefined) void this.node.members.release(this.membership)
  }

  get chats(): ChatQueue {
    return this.#chats.queue
  }

  refuse(refusal: Refusal, type: ClientMessage['type'] | 'unread' = 'unread'): void {
    metrics.messagesIn.refused(type)
    metrics.refusals.inc({ code: refusal.refused })
    this.tell(toError(refusal))
  }

  protected handle(message: OrderedMessage): Answer {
    return handleMessage(this, message)
  }

  protected answer({ type }: OrderedMessage, refusal: Refusal | undefined): void {
    if (refusal === undefined) metrics.messagesIn.taken(type)
    else this.refuse(refusal, type)
  }

  protected onIdle(): void {
    if (this.#isHungUp) this.end()
    // What was measured meanwhile.
    this.#creditTicket()
  }

  protected onEnd(reason: CloseReason | undefined): void {
    const { phase } = this
    if (reason !== undefined) this.node.log.info({ session: this.id, reason }, 'connection closed')
    this.phase = CLOSED
    this.dropBacklog()
    void this.#chatter?.queue.end(reason)
    this.node.sessions.delete(this)
    if (phase.at === 'queueing') phase.drop()
    if (phase.at === 'racing') phase.disconnect()
    else this.releaseName()
    if (reason === undefined) this.transport.end()
  }

  protected closeTransport(reason: CloseReason): void {
    this.transport.close(reason)
  }

  get #chats(): Chatter {
    const { node, share } = this
    this.#chatter ??= {
      budget: new Budget(node.rates, share),
      queue: node.chat.open({
        door: 'json',
        address: share,
        membership: () => this.membership,
        refuse: refusal => this.refuse(refusal, 'chat'),
      }),
    }
    return this.#chatter
  }

  #ping(message: ClientMessageOf<'ping'>): void {
    const now = this.node.now()
    this.#meter ??= new RoundTripMeter(this.transport)
    const refusal = this.#meter.onPing(message, now, performance.now())
    if (refusal === undefined) this.tell({ type: 'pong', t: message.t, now })
    this.#creditTicket()
    if (refusal === undefined) metrics.messagesIn.taken('ping')
    else this.refuseInput(refusal)
  }

  #creditTicket(): void {
    // A ticket that is on its way may yet be refused.
    if (!this.isBusy && this.phase.at === 'queueing') this.phase.credit()
  }
}
