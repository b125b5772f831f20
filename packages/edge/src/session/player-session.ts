import type { AccountEvent, LobbyEvent } from '@ketik/cluster'
import type { ClientMessageOf, CloseReason } from '@ketik/protocol'
import type { Answer } from '../connection/connection.ts'
import type { Transport } from '../connection/transport.ts'
import type { Budget } from '../limits/budget.ts'
import type { ChatQueue } from '../member/chat-queue.ts'
import type { Membership } from '../member/membership.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import type { FoundSeat } from '../node/races.ts'
import type { NodeQueueing, NodeSession } from '../node/sessions.ts'
import type { LiveRace } from '../race/live-race.ts'
import type { Typist } from '../race/typist.ts'
import { TOO_SLOW_BYTES } from '../settings.ts'
import { handleMessage, type OrderedMessage } from './handle-message.ts'
import { Hearing } from './hearing.ts'
import { type LoginHint, type LoginPlayer, logIn } from './login.ts'
import { LoginFailures } from './login-failures.ts'
import type { Phase } from './phase.ts'
import { CLOSED, GREETING, IN_LOBBY } from './plain-phases.ts'
import { PlayerConnection } from './player-connection.ts'
import type { Queueing } from './queueing.ts'
import { Racing, race } from './racing.ts'
import { resume } from './resume.ts'
import { Speaking } from './speaking.ts'

const NO_HINT: LoginHint = {}

/** One player on one connection: contract A and protocol v1, over whatever transport. */
export class PlayerSession extends PlayerConnection implements NodeSession, LoginPlayer {
  phase: Phase = GREETING
  membership: Membership | undefined
  gaveUp: string | undefined
  #isHungUp = false
  // Ten thousand may be here and say nothing: what only some need is made when it is needed.
  #hearing: Hearing | undefined
  #spoken: Speaking | undefined
  #failures: LoginFailures | undefined

  constructor(
    node: EdgeNode,
    transport: Transport,
    readonly hint: LoginHint = NO_HINT,
  ) {
    super(node, transport)
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
    this.silence.onTurn()
    const isGone = this.isRacing
      ? !this.silence.ask(() => this.latency.ping())
      : this.phase.at === 'lobby' && this.silence.isTooLong
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

  isIn(phase: { readonly at: string }): boolean {
    return this.phase === phase
  }

  leave(phase: { readonly at: string }): void {
    if (this.phase === phase) this.phase = IN_LOBBY
  }

  queue(queueing: Queueing): void {
    this.phase = queueing
  }

  race(live: LiveRace, seat: number): void {
    race(this, live, seat)
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
    this.#failures ??= new LoginFailures()
    return logIn(this, message, this.#failures)
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
    if (this.transport.joinAudience(this.v1 ? 'v1' : 'basic')) this.node.sessions.hearsTogether(this)
  }

  releaseName(): void {
    if (this.membership !== undefined) void this.node.members.release(this.membership)
  }

  get chats(): ChatQueue {
    return this.#speaking.queue
  }

  protected handle(message: OrderedMessage): Answer {
    return handleMessage(this, message)
  }

  protected onIdle(): void {
    if (this.#isHungUp) this.end()
    // What was measured meanwhile.
    this.onMeasured()
  }

  protected onEnd(reason: CloseReason | undefined): void {
    const { phase } = this
    if (reason !== undefined) this.node.log.info({ session: this.id, reason }, 'connection closed')
    this.phase = CLOSED
    this.dropBacklog()
    void this.#spoken?.queue.end(reason)
    this.node.sessions.delete(this)
    if (phase.at === 'queueing') phase.drop()
    if (phase.at === 'racing') phase.disconnect()
    else this.releaseName()
    if (reason === undefined) this.transport.end()
  }

  protected get isTyping(): boolean {
    return this.phase.at === 'racing'
  }

  protected get chatBudget(): Budget {
    return this.#speaking.budget
  }

  protected onMeasured(): void {
    // A ticket that is on its way may yet be refused.
    if (!this.isBusy && this.phase.at === 'queueing') this.phase.credit()
  }

  get #speaking(): Speaking {
    this.#spoken ??= new Speaking(this)
    return this.#spoken
  }
}
