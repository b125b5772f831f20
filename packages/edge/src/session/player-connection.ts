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
  type Refusal,
  type ServerMessage,
  toError,
} from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import { Connection, type ToldAtClose } from '../connection/connection.ts'
import type { Transport } from '../connection/transport.ts'
import { type Budget, isChat } from '../limits/budget.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import { BEHIND_BYTES } from '../settings.ts'
import type { OrderedMessage } from './handle-message.ts'
import { Latency } from './latency.ts'
import { Silence } from './silence.ts'

const TOLD_AT_CLOSE: ToldAtClose = { too_long: 'too_long' }

/** The wire of a player's session: frames become messages, and messages become frames. */
export abstract class PlayerConnection extends Connection<OrderedMessage> {
  readonly id: string
  /** Speaks protocol v1; otherwise contract A. */
  v1 = false
  readonly latency: Latency
  protected readonly silence = new Silence()
  protected readonly toldAtClose = TOLD_AT_CLOSE

  constructor(
    readonly node: EdgeNode,
    readonly transport: Transport,
  ) {
    super(node, transport.address)
    this.id = node.newId('s')
    this.latency = new Latency(transport)
  }

  /** Most messages are reports of progress, which are cheap to read. */
  protected abstract readonly isTyping: boolean
  /** Chat has a budget of its own. */
  protected abstract readonly chatBudget: Budget
  /** A round trip was measured. */
  protected abstract onMeasured(): void

  /** A frame or line of bytes; they are read before this returns. */
  onBytes(bytes: Uint8Array): void {
    if (!this.isOpen) return
    this.onAlive()
    if (!this.charge(bytes.byteLength, isChat(bytes) ? this.chatBudget : this.budget)) return
    const progress = this.isTyping ? decodeProgress(bytes) : undefined
    const text = progress === undefined ? decodeUtf8(bytes) : ''
    const message = progress ?? (isRefusal(text) ? text : decodeClientMessage(text))
    if (isRefusal(message)) this.refuseInput(message)
    else if (message.type === 'ping') this.#ping(message)
    else this.take(message)
  }

  /** A sign of life that is not a message: a pong of the transport, with the payload of the ping that it answers. */
  onAlive(pong?: string): void {
    this.silence.onAlive()
    if (pong === undefined) return
    this.latency.onPong(pong)
    this.onMeasured()
  }

  send(frame: string): void {
    if (this.isOpen) this.transport.send(frame)
  }

  isBehind(): boolean {
    return this.transport.hasBacklog && this.transport.bufferedBytes() > BEHIND_BYTES
  }

  tell(message: ServerMessage | BasicServerMessage): void {
    this.send(encode(message))
  }

  refuse(refusal: Refusal, type: ClientMessage['type'] | 'unread' = 'unread'): void {
    metrics.messagesIn.refused(type)
    metrics.refusals.inc({ code: refusal.refused })
    this.tell(toError(refusal))
  }

  protected answer({ type }: OrderedMessage, refusal: Refusal | undefined): void {
    if (refusal === undefined) metrics.messagesIn.taken(type)
    else this.refuse(refusal, type)
  }

  protected closeTransport(reason: CloseReason): void {
    this.transport.close(reason)
  }

  #ping(message: ClientMessageOf<'ping'>): void {
    const now = this.node.now()
    const refusal = this.latency.onPing(message, now)
    if (refusal === undefined) this.tell({ type: 'pong', t: message.t, now })
    this.onMeasured()
    if (refusal === undefined) metrics.messagesIn.taken('ping')
    else this.refuseInput(refusal)
  }
}
