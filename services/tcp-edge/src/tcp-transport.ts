import type { Socket } from 'node:net'
import type { Transport } from '@ketik/edge'
import { CLOSE, type CloseReason, encode, mayReconnect } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'

/** How long a client may take to read the last line. */
const GOODBYE_MS = 1_000

/** A TCP socket as a session's transport: one message a line. */
export class TcpTransport implements Transport {
  #isClosed = false

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
    this.socket.write(`${text}\n`)
  }

  together(write: () => void): void {
    this.socket.cork()
    write()
    this.socket.uncork()
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

  close(reason: CloseReason): void {
    this.#isClosed = true
    const code = CLOSE[reason]
    if (this.socket.writable) {
      this.socket.end(`${encode({ type: 'bye', code, reason, retryable: mayReconnect(code) })}\n`)
    }
    const timer = setTimeout(() => this.socket.destroy(), GOODBYE_MS)
    this.socket.once('close', () => clearTimeout(timer))
  }
}
