import { type ChatEvent, type LobbyEvent, writeClaim } from '@ketik/cluster'
import type { CloseReason } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { Audience } from '../lobby/lobby-relay.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import type { ChatForm, ChatLine } from './chat-line.ts'
import { ChatSession } from './chat-session.ts'

const HOUSEKEEPING_MS = 1_000

/** All connections of one chat-only door on one node. An event of the lobby is put into the door's form once for all. */
export class ChatDoor<Frame> {
  readonly #sessions = new Set<ChatSession<Frame>>()
  readonly #housekeeping: NodeJS.Timeout
  readonly #deaf: (() => void)[]

  constructor(
    private readonly node: EdgeNode,
    private readonly form: ChatForm<Frame>,
  ) {
    this.#deaf = [
      node.lobby.listen(
        (event, audience) => this.#hear(event, audience),
        () => this.#sessions.size,
      ),
      node.lobby.onModeration(() => this.#each(session => session.checkBan())),
      node.lobby.onAccount(event => this.#each(session => session.onAccount(event))),
    ]
    node.cluster.onRecovered(() =>
      this.#each(session => node.inBackground('look whose a name is', this.#checkAccount(session))),
    )
    this.#housekeeping = setInterval(() => this.#each(session => session.checkBuffer()), HOUSEKEEPING_MS)
  }

  /** Counts a connection, or says why there is no room for it. One that was counted is to be opened, or given back. */
  admit(address: string): 'banned' | 'full' | undefined {
    return this.node.admission.enter(address, 'chat')
  }

  /** Gives back a connection that was admitted and never opened. */
  giveBack(address: string): void {
    this.node.admission.leave(address, 'chat')
  }

  open(line: ChatLine<Frame>): ChatSession<Frame> {
    const { door } = this.form
    metrics.connections.inc({ door })
    const session = new ChatSession(this.node, this.form, line, () => {
      metrics.connections.dec({ door })
      this.#sessions.delete(session)
      this.giveBack(line.address)
    })
    this.#sessions.add(session)
    return session
  }

  /** What newcomers are told besides the lobby's own course: announcements that stand. */
  greet(session: ChatSession<Frame>): void {
    for (const event of this.node.lobby.announcements) {
      const frame = this.form.toFrame(event)
      if (frame !== undefined) session.send(frame)
    }
  }

  /** The last messages, oldest first. */
  get history(): readonly ChatEvent[] {
    return this.node.lobby.history
  }

  close(reason: CloseReason): void {
    clearInterval(this.#housekeeping)
    for (const stop of this.#deaf) stop()
    this.#each(session => session.close(reason))
  }

  #hear(event: LobbyEvent, audience: Audience): void {
    if (audience === 'all, late') return
    const frame = this.form.toFrame(event)
    if (frame === undefined) return
    this.#each(session => {
      if (audience === 'all' || session.place.isConcerned(event)) session.hear(event.n, frame)
    })
  }

  /** Changes of accounts may have gone unheard. */
  async #checkAccount(session: ChatSession<Frame>): Promise<void> {
    const folded = session.membership?.folded
    const claim = folded === undefined ? undefined : await this.node.cluster.claims.of(folded)
    if (folded !== undefined && claim !== undefined)
      session.onAccount({ n: 0, kind: 'account', at: 0, folded, claim: writeClaim(claim) })
  }

  #each(act: (session: ChatSession<Frame>) => void): void {
    for (const session of [...this.#sessions]) act(session)
  }
}
