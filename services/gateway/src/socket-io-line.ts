import { type ChatDoor, type ChatLine, refusalInIndonesian } from '@ketik/edge'
import type { CloseReason, Refusal } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { Server, Socket } from 'socket.io'
import { unsentBytes } from './socket-io-buffer.ts'
import { type Response, type SocketIoFrame, toResponse } from './socket-io-frame.ts'
import { answersPing } from './socket-io-ping.ts'

/** A client that is gone without goodbye gives its name back after these two. */
export const PING_INTERVAL_MS = 10_000
export const PING_TIMEOUT_MS = 10_000

/** What clients emit: any event, with anything. */
type Emitted = Record<string, (...data: unknown[]) => void>
/** What clients hear; `history` is ours, and a client that does not know it passes it over. */
type Heard = {
  status: (data: { readonly msg: string }) => void
  response: (data: Response) => void
  history: (messages: readonly (Response & { readonly at: number })[]) => void
}
export type SocketIoServer = Server<Emitted, Heard>
export type Client = Socket<Emitted, Heard>
export type Transport = Client['conn']

/** One Engine.IO connection, and the client of the namespace once it has become one. */
export class SocketIoLine implements ChatLine<SocketIoFrame> {
  client: Client | undefined
  #heardAt = performance.now()

  constructor(
    readonly transport: Transport,
    readonly address: string,
    private readonly door: ChatDoor<SocketIoFrame>,
  ) {}

  send({ event, data }: SocketIoFrame): void {
    if (this.client === undefined) return
    metrics.framesOut.inc()
    if (event === 'status') this.client.emit(event, data)
    else this.client.emit(event, data)
  }

  tell(refusal: Refusal): void {
    this.client?.emit('status', { msg: refusalInIndonesian(refusal) })
  }

  entered(): void {
    const sent = this.door.history.map(event => ({ ...toResponse(event), at: event.at }))
    if (sent.length > 0) this.client?.emit('history', sent)
  }

  bufferedBytes(): number {
    return unsentBytes(this.transport)
  }

  onPacket(): void {
    this.#heardAt = performance.now()
  }

  async answers(withinMs: number): Promise<boolean> {
    return await answersPing(this.transport, withinMs, PING_INTERVAL_MS, this.#heardAt)
  }

  /** A client that is disconnected by name stays away; one whose transport closes comes back by itself. */
  close(reason: CloseReason): void {
    const comesBack = reason === 'moving' || reason === 'restart' || reason === 'full'
    if (!comesBack) this.client?.disconnect(true)
    this.transport.close(reason === 'too_slow')
  }
}
