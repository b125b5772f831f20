import { type AccountEvent, type Holder, type LobbyEvent, type Proof, writeClaim } from '@ketik/cluster'
import {
  type CloseReason,
  FRAME_BYTES_MAX,
  foldUsername,
  isRefusal,
  type Refusal,
  type RefusalCode,
  refuse,
  repairedUsername,
  toUsername,
} from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import { proofOf } from '../accounts/session-token.ts'
import type { AddressShare } from '../limits/address-share.ts'
import { Budget } from '../limits/budget.ts'
import type { ChatQueue } from '../member/chat-queue.ts'
import type { TextForm } from '../member/chat-rules.ts'
import { GUEST_NAMES_MAX, guestName } from '../member/guest-name.ts'
import { isAboutName } from '../member/is-about-name.ts'
import { joinLobbyNumbered, type NumberedJoin } from '../member/join-lobby-numbered.ts'
import { lobbyChat } from '../member/lobby-chat.ts'
import { type HeldName, proofAfter } from '../member/proof-after.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import { TOO_SLOW_BYTES } from '../settings.ts'
import type { ChatForm, ChatLine } from './chat-line.ts'

/** Messages that may wait while one before them is being worked on. */
const BACKLOG_MAX = 32
/** Lobby events kept for a newcomer whose claim of a name is under way. */
const HELD_MAX = 1_000

/** What is told before a connection is closed, where the reason alone would not reach a person. */
const TOLD_AT_CLOSE: Partial<Record<CloseReason, RefusalCode>> = {
  flooding: 'rate_limited',
  too_long: 'too_long',
  banned: 'banned',
  login_late: 'not_logged_in',
  full: 'unavailable',
  moving: 'unavailable',
  restart: 'unavailable',
  signed_out: 'bad_token',
  name_claimed: 'name_claimed',
}

type State<Frame> =
  | { readonly at: 'outside' }
  | {
      readonly at: 'entering'
      readonly username: string
      readonly held: { readonly n: number; readonly frame: Frame }[]
    }
  /** `since`: the number of its own join, until something later was heard. */
  | { readonly at: 'inside'; readonly holder: Holder; readonly held: HeldName; since: number }

/** `numbered`: takes the next free number where the name is another's. A token is not looked at then. */
export type EnterOptions = { readonly token?: string | undefined; readonly numbered?: boolean }

/** One connection of a chat-only door: its name, what it may say, and what it hears. */
export class ChatSession<Frame> {
  #state: State<Frame> = { at: 'outside' }
  #isOpen = true
  /** Closed by this side: what the client said and nobody has worked on yet counts for nothing. */
  #drops = false
  /** Resolves when the connection has ended and its name is given back. */
  gone: Promise<void> = Promise.resolve()
  readonly #address: AddressShare
  readonly #budget: Budget
  readonly #chats: ChatQueue
  #work: Promise<unknown> = Promise.resolve()
  #backlog = 0

  /** `onEnd`: called once, as soon as the connection ends. */
  constructor(
    private readonly node: EdgeNode,
    private readonly form: ChatForm<Frame>,
    private readonly line: ChatLine<Frame>,
    private readonly onEnd: () => void,
  ) {
    this.#address = node.connections.shareOf(line.address)
    this.#budget = new Budget(node.rates, this.#address)
    this.#chats = lobbyChat(node, {
      door: form.door,
      address: this.#address,
      sender: () => ({
        username: this.username,
        ...this.#heldName,
        isOwner: this.#heldName?.proof !== undefined,
      }),
      refuse: refusal => this.#tell(refusal),
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get isInside(): boolean {
    return this.#state.at === 'inside'
  }

  get address(): string {
    return this.line.address
  }

  /** Whether the client answers a ping within that time. One that cannot be asked is taken to be there. */
  async answers(withinMs: number): Promise<boolean> {
    return (await this.line.answers?.(withinMs)) ?? true
  }

  get username(): string | undefined {
    return this.#state.at === 'inside' ? this.#state.holder.username : undefined
  }

  /** Charges a message before anything is made of it. False: it is not to be taken, and what there is to say was said. */
  admit(bytes: number): boolean {
    if (this.#drops) return false
    if (bytes > FRAME_BYTES_MAX) {
      this.close('too_long')
      return false
    }
    const charge = this.#budget.charge(performance.now(), bytes)
    if (charge === 'flooding') this.close('flooding')
    else if (charge === 'refused') this.#tell(refuse('rate_limited'))
    return charge === 'ok'
  }

  /** Something came that is no message. */
  refuseInput(refusal: Refusal): void {
    const charge = this.#budget.strike(performance.now())
    if (charge === 'flooding') this.close('flooding')
    else if (charge === 'refused') this.#tell(refusal)
  }

  /**
   * Messages are worked on in the order they came, also when one of them has to wait for the cluster. Resolves with why
   * not; the client has been told by then.
   */
  inOrder(work: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    if (!this.#isOpen) return Promise.resolve(undefined)
    if (this.#backlog >= BACKLOG_MAX) {
      const refusal = refuse('rate_limited')
      this.#tell(refusal)
      return Promise.resolve(refusal)
    }
    this.#backlog += 1
    const done = this.#work.then(() => {
      this.#backlog -= 1
      return this.attempt(work)
    })
    this.#work = done
    return done
  }

  /**
   * Works on one of the messages that came as one; to be called in order. Resolves with why not; the client has been told
   * by then. Never rejects.
   */
  async attempt(work: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    if (this.#drops) return undefined
    const refusal = await work().catch(error => {
      this.node.log.warn({ err: error, door: this.form.door }, 'a chat message met a fault')
      return refuse('unavailable')
    })
    if (refusal !== undefined) this.#tell(refusal)
    return refusal
  }

  /** Claims a name; to be called in order. An account's takes a token of it. */
  async enter(raw: string, { token, numbered = false }: EnterOptions = {}): Promise<Refusal | undefined> {
    if (this.#state.at !== 'outside') return refuse('already_logged_in')
    if (!this.#address.take('logins', performance.now())) return refuse('rate_limited')
    const username = toUsername(raw)
    if (isRefusal(username)) return username
    const folded = foldUsername(username)
    const identity = token === undefined ? undefined : this.node.tokens.verify(token)
    const banned = this.node.refusalFor({ address: this.line.address, folded, shown: [identity] })
    if (banned !== undefined) return banned
    if (token !== undefined && (identity === undefined || foldUsername(identity.username) !== folded)) {
      return refuse('bad_token')
    }
    const proof = identity === undefined ? undefined : proofOf(identity)
    const holder: Holder = {
      player: identity?.player ?? this.node.newId('p'),
      node: this.node.id,
      session: this.node.newId('s'),
      door: this.form.door,
      username,
    }
    this.#state = { at: 'entering', username, held: [] }
    const joined = await this.#claim(holder, proof, numbered)
    if (isRefusal(joined)) return joined
    const { player } = joined.holder
    this.#comeIn(joined.holder, { folded: foldUsername(joined.holder.username), player, proof }, joined.n)
    return undefined
  }

  /**
   * Enters under the name as far as it can be used: without forbidden characters, cut, and under the next free number; and
   * under a guest's name where nothing of it can be. For clients that cannot ask for another name. A token that proves
   * nothing changes nothing.
   */
  async enterAnyway(raw: string, token?: string): Promise<Refusal | undefined> {
    const name = repairedUsername(raw)
    if (name !== undefined) {
      if (token !== undefined) {
        const refusal = await this.enter(name, { token })
        if (refusal === undefined || !(isAboutName(refusal) || refusal.refused === 'bad_token'))
          return refusal
      }
      const refusal = await this.enter(name, { numbered: true })
      if (refusal === undefined || !isAboutName(refusal)) return refusal
    }
    for (let attempt = 0; attempt < GUEST_NAMES_MAX; attempt++) {
      const refusal = await this.enter(guestName(attempt))
      if (refusal === undefined || !isAboutName(refusal)) return refusal
    }
    return refuse('name_taken')
  }

  /** Gives the name up and stays; to be called in order. */
  async leave(): Promise<void> {
    if (this.#state.at !== 'inside') return
    const { held, holder } = this.#state
    await this.#chats.end()
    this.#state = { at: 'outside' }
    this.node.holders.forget(holder.session)
    await this.node.leaveLobby(held.folded, holder)
  }

  /** To be called in order. */
  async say(raw: string, form: TextForm = 'tidy'): Promise<Refusal | undefined> {
    if (this.#state.at !== 'inside' && this.form.nameless !== 'hears and speaks')
      return refuse('not_logged_in')
    const refusal = await this.#chats.send(raw, form, this.form.takesEmpty === true)
    if (refusal === undefined) metrics.messagesIn.taken('chat')
    return refusal
  }

  /** Whether a join or leave is this connection's own. */
  isConcerned(event: LobbyEvent): boolean {
    if (event.kind === 'chat' || this.#state.at === 'outside') return false
    const { username } = this.#state.at === 'inside' ? this.#state.holder : this.#state
    return username === event.username
  }

  /** An event of the lobby, already in the door's form. */
  hear(n: number, frame: Frame): void {
    const state = this.#state
    if (this.form.nameless !== 'waits') this.send(frame)
    else if (state.at === 'entering' && state.held.length < HELD_MAX) state.held.push({ n, frame })
    else if (state.at === 'inside' && n > state.since) {
      state.since = 0
      this.send(frame)
    }
  }

  send(frame: Frame): void {
    if (!this.#isOpen) return
    this.line.send(frame)
    this.checkBuffer()
  }

  /** An operator's ban may concern this connection. */
  checkBan(): void {
    if (this.node.isBanned(this.line.address, this.#heldName)) this.close('banned')
  }

  /** An account was claimed or changed, or a session ended: it may have been this one. */
  onAccount(event: AccountEvent): void {
    if (this.#state.at !== 'inside') return
    const after = proofAfter(event, this.#state.held)
    if (typeof after === 'string') this.close(after)
    else if (after !== this.#state.held.proof) {
      this.#state = { ...this.#state, held: { ...this.#state.held, proof: after } }
    }
  }

  /** Changes of accounts may have gone unheard. */
  async checkAccount(): Promise<void> {
    if (this.#state.at !== 'inside') return
    const { folded } = this.#state.held
    const claim = await this.node.cluster.claims.of(folded)
    if (claim !== undefined)
      this.onAccount({ n: 0, kind: 'account', at: 0, folded, claim: writeClaim(claim) })
  }

  checkBuffer(): void {
    if (this.line.bufferedBytes() > TOO_SLOW_BYTES) this.close('too_slow')
  }

  close(reason: CloseReason): void {
    if (!this.#isOpen) return
    metrics.connectionsClosed.inc({ reason })
    const told = TOLD_AT_CLOSE[reason]
    if (told !== undefined) this.#tell(refuse(told))
    this.#drops = true
    this.#end(reason)
    this.line.close(reason)
  }

  /** The connection has ended. What the client said before is still worked on; then its name is given back. */
  onClose(): void {
    if (this.#isOpen) this.#end()
  }

  #end(reason?: CloseReason): void {
    this.#isOpen = false
    this.onEnd()
    this.gone = this.#work.then(async () => {
      if (this.#state.at !== 'inside') return await this.#chats.end(reason)
      const { held, holder } = this.#state
      // What it said before is sent before its leave, on the connection that both go by.
      void this.#chats.end(reason)
      this.#state = { at: 'outside' }
      this.node.holders.forget(holder.session)
      await this.node.leaveLobby(held.folded, holder)
    })
  }

  get #heldName(): HeldName | undefined {
    return this.#state.at === 'inside' ? this.#state.held : undefined
  }

  /** The name, with the number of its join; or why it is not to be had. */
  async #claim(holder: Holder, proof: Proof | undefined, numbered: boolean): Promise<NumberedJoin | Refusal> {
    this.node.holders.register(holder.session, this)
    try {
      const joined = numbered ? await this.#joinNumbered(holder) : await this.#join(holder, proof)
      if (isRefusal(joined)) this.#notIn(holder)
      return joined
    } catch (error) {
      this.#notIn(holder)
      // The claim may have come through and only its answer was lost.
      void this.node.leaveLobby(foldUsername(holder.username), holder)
      throw error
    }
  }

  async #join(holder: Holder, proof: Proof | undefined): Promise<NumberedJoin | Refusal> {
    const folded = foldUsername(holder.username)
    let n = await this.node.enterLobby(folded, holder, proof)
    if (isRefusal(n) && n.refused === 'name_taken' && (await this.#isReturning(folded))) {
      n = await this.node.enterLobby(folded, holder, proof)
    }
    return isRefusal(n) ? n : { n, holder }
  }

  async #joinNumbered(holder: Holder): Promise<NumberedJoin | Refusal> {
    const joined = await this.#join(holder, undefined)
    // Nobody can prove here to own a registered name.
    return isRefusal(joined) && isAboutName(joined)
      ? await joinLobbyNumbered(this.node, holder, { from: 2 })
      : joined
  }

  /** Whether the holder was an earlier connection of the same client, that answers no more and has been ended now. */
  async #isReturning(folded: string): Promise<boolean> {
    if (this.line.answers === undefined) return false
    const holder = await this.node.cluster.lobby.holder(folded)
    return holder?.door === this.form.door && (await this.node.holders.endIfGone(holder, this.line.address))
  }

  #notIn(holder: Holder): void {
    this.#state = { at: 'outside' }
    this.node.holders.forget(holder.session)
  }

  #comeIn(holder: Holder, held: HeldName, since: number): void {
    const missed = this.#state.at === 'entering' ? this.#state.held : []
    this.#state = { at: 'inside', holder, held, since }
    if (!this.#isOpen) return
    this.line.entered(holder.username)
    for (const { n, frame } of missed) this.hear(n, frame)
    this.checkBan()
    // What became of the account while the name was on its way.
    for (const event of this.node.lobby.accountsSince(since)) this.onAccount(event)
  }

  #tell(refusal: Refusal): void {
    if (!this.#isOpen) return
    metrics.messagesIn.refused('chat')
    metrics.refusals.inc({ code: refusal.refused })
    this.line.tell(refusal)
  }
}
