import type { Socket } from 'node:net'
import type { Transport } from '@ketik/edge'
import { CLOSE, type CloseReason, encode, mayReconnect } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import { endSocket } from './end-socket.ts'

/** A TCP socket as a session's transport: one message a line. */
export class TcpTransport implements Transport {
  #isClosed = false
  #isGathering = false

  constructor(
    private readonly socket: Socket,
    readonly address: string,
  ) {}

  get isClosed(): boolean {
    return this.#isClosed || this.socket.destroyed
  }

  send(text: string): void {
    if (!this.socket.writable) return
    metrics.framesOut.inc()
    this.#gather()
    this.socket.write(`${text}\n`)
  }

  together(write: () => void): void {
    write()
  }

  get hasBacklog(): boolean {
    return this.socket.writableLength > 0
  }

  bufferedBytes(): number {
    return this.socket.writableLength
  }

  joinAudience(): boolean {
    return false
  }

  /** Keep-alive finds the dead ones: 20 s after the last byte (see accept.ts). */
  ping(): boolean {
    return false
  }

  end(): void {
    if (this.socket.writable) this.socket.end()
  }

  /** What is sent in one turn goes out in one piece: the lobby's events come many at once. */
  #gather(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    this.socket.cork()
    process.nextTick(() => {
      this.#isGathering = false
      this.socket.uncork()
    })
  }

  close(reason: CloseReason): void {
    this.#isClosed = true
    const code = CLOSE[reason]
    endSocket(this.socket, `${encode({ type: 'bye', code, reason, retryable: mayReconnect(code) })}\n`)
  }
}
