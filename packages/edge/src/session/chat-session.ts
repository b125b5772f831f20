import type { AccountEvent } from '@ketik/cluster'
import { type CloseReason, type Refusal, refuse } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import { type Answer, Connection } from '../connection/connection.ts'
import type { ChatQueue } from '../member/chat-queue.ts'
import type { TextForm } from '../member/chat-rules.ts'
import type { Membership } from '../member/membership.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import { TOO_SLOW_BYTES } from '../settings.ts'
import { type EnterOptions, enter, enterAnyway, type Newcomer } from './chat-entry.ts'
import type { ChatForm, ChatLine } from './chat-line.ts'
import { ChatPlace } from './chat-place.ts'
import { TOLD_AT_CLOSE } from './told-at-close.ts'

type Work = {
  run(): Promise<Refusal | undefined>
  /** It has been run, or will not be. */
  done(refusal: Refusal | undefined): void
}

/** One connection of a chat-only door: its name, what it may say, and what it hears. */
export class ChatSession<Frame> extends Connection<Work> implements Newcomer {
  protected readonly toldAtClose = TOLD_AT_CLOSE
  /** Resolves when the connection has ended and its name is given back. */
  gone: Promise<void> = Promise.resolve()
  #onGone = () => {}
  #endReason: CloseReason | undefined
  readonly place: ChatPlace<Frame>
  readonly #chats: ChatQueue

  /** `onEnded`: called once, as soon as the connection ends. */
  constructor(
    readonly node: EdgeNode,
    private readonly form: ChatForm<Frame>,
    readonly line: ChatLine<Frame>,
    private readonly onEnded: () => void,
  ) {
    super(node, line.address)
    this.place = new ChatPlace(form.nameless)
    this.#chats = node.chat.open({
      door: form.door,
      address: this.share,
      membership: () => this.membership,
      refuse: refusal => this.refuse(refusal),
    })
  }

  get door(): ChatForm<Frame>['door'] {
    return this.form.door
  }

  get membership(): Membership | undefined {
    return this.place.membership
  }

  get isInside(): boolean {
    return this.membership !== undefined
  }

  get username(): string | undefined {
    return this.membership?.username
  }

  get address(): string {
    return this.line.address
  }

  /** Whether the client answers a ping within that time. One that cannot be asked is taken to be there. */
  async answers(withinMs: number): Promise<boolean> {
    return (await this.line.answers?.(withinMs)) ?? true
  }

  /** Charges a message before it is read. False: it counts for nothing, and the client has its error. */
  admit(bytes: number): boolean {
    return this.#endReason === undefined && this.charge(bytes)
  }

  /**
   * Messages are worked on in the order they came, also when one of them has to wait for the cluster. Resolves with why
   * not; the client has its error by then.
   */
  inOrder(run: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    if (!this.isOpen) return Promise.resolve(undefined)
    return new Promise(done => this.take({ run, done }))
  }

  /** Works on one of the messages that came as one; to be called in order. Never rejects. */
  async attempt(work: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    if (this.#endReason !== undefined) return undefined
    const refusal = await work().catch(error => {
      this.node.log.warn({ err: error, door: this.door }, 'a chat message met a fault')
      return refuse('unavailable')
    })
    if (refusal !== undefined) this.refuse(refusal)
    return refusal
  }

  /** Takes a name; to be called in order. */
  enter(raw: string, options?: EnterOptions): Promise<Refusal | undefined> {
    return enter(this, raw, options)
  }

  /** Enters under the name as far as it can be used; to be called in order. */
  enterAnyway(raw: string, token?: string): Promise<Refusal | undefined> {
    return enterAnyway(this, raw, token)
  }

  isIn(membership: Membership): void {
    const missed = this.place.arrive(membership)
    if (!this.isOpen) return
    this.line.entered(membership.username)
    for (const frame of missed) this.send(frame)
    this.checkBan()
    // What became of the account while the name was on its way.
    for (const event of this.node.lobby.accountsSince(membership.n)) this.onAccount(event)
  }

  /** Gives the name up and stays; to be called in order. */
  async leave(): Promise<void> {
    if (this.membership === undefined) return
    await this.#chats.end()
    await this.#release()
  }

  /** To be called in order. */
  async say(raw: string, form: TextForm = 'tidy'): Promise<Refusal | undefined> {
    if (!this.isInside && this.form.nameless !== 'hears and speaks') return refuse('not_logged_in')
    const refusal = await this.#chats.send(raw, form, this.form.takesEmpty === true)
    if (refusal === undefined) metrics.messagesIn.taken('chat')
    return refusal
  }

  /** An event of the lobby, already in the door's form. */
  hear(n: number, frame: Frame): void {
    if (this.place.hears(n, frame)) this.send(frame)
  }

  send(frame: Frame): void {
    if (!this.isOpen) return
    this.line.send(frame)
    this.checkBuffer()
  }

  /** An operator's ban may concern this connection. */
  checkBan(): void {
    if (this.node.admission.isBanned(this.address, this.membership)) this.close('banned')
  }

  /** An account was claimed or changed, or a session ended: it may have been this one. */
  onAccount(event: AccountEvent): void {
    const reason = this.membership?.onAccount(event)
    if (reason !== undefined) this.close(reason)
  }

  checkBuffer(): void {
    if (this.line.bufferedBytes() > TOO_SLOW_BYTES) this.close('too_slow')
  }

  /** The connection has ended. What the client said before is still worked on; then its name is given back. */
  onClose(): void {
    this.end()
  }

  refuse(refusal: Refusal): void {
    if (!this.isOpen) return
    metrics.messagesIn.refused('chat')
    metrics.refusals.inc({ code: refusal.refused })
    this.line.tell(refusal)
  }

  protected handle({ run }: Work): Answer {
    return run()
  }

  protected answer({ done }: Work, refusal: Refusal | undefined): void {
    if (refusal !== undefined) this.refuse(refusal)
    done(refusal)
  }

  protected onIdle(): void {
    if (!this.isOpen) void this.#go()
  }

  protected onEnd(reason: CloseReason | undefined): void {
    this.#endReason = reason
    this.onEnded()
    this.gone = new Promise(resolve => {
      this.#onGone = resolve
    })
    if (reason !== undefined) {
      for (const { done } of this.backlog) done(undefined)
      this.dropBacklog()
    }
    if (!this.isBusy) void this.#go()
  }

  protected closeTransport(reason: CloseReason): void {
    this.line.close(reason)
  }

  async #go(): Promise<void> {
    // What it said before is sent before its leave, on the connection that both go by.
    const said = this.#chats.end(this.#endReason)
    await (this.membership === undefined ? said : this.#release())
    this.#onGone()
  }

  async #release(): Promise<void> {
    const { membership } = this
    if (membership === undefined) return
    this.place.leave()
    this.node.holders.forget(membership.holder.session)
    await this.node.members.release(membership)
  }
}
