import type { Socket } from 'node:net'
import { type ChatLine, refusalLine } from '@ketik/edge'
import type { CloseReason, Refusal } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'

/** How long a client may take to read the last line. */
const GOODBYE_MS = 1_000
/** An existing client knows the question only when it comes in a read of its own. */
const ASK_AGAIN_MS = 60

/** A TCP connection of the NICK chat: everything after the question ends with a newline. */
export class NickLine implements ChatLine<string> {
  #asking: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(
    private readonly socket: Socket,
    readonly address: string,
  ) {}

  /** What comes after this side has closed is read, so that the last line gets through, and counts for nothing. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  ask(): void {
    if (this.socket.writable) this.socket.write('NICK')
  }

  askAgain(): void {
    this.#asking = setTimeout(() => this.ask(), ASK_AGAIN_MS)
  }

  send(line: string): void {
    if (!this.socket.writable || this.#isClosed) return
    metrics.framesOut.inc()
    this.socket.write(`${line}\n`)
  }

  tell(refusal: Refusal): void {
    this.send(refusalLine(refusal))
  }

  entered(username: string): void {
    this.send(`${username} Bergabung!`)
    this.send('Terkoneksi dengan Server!')
  }

  bufferedBytes(): number {
    return this.socket.writableLength
  }

  close(_reason: CloseReason): void {
    this.#isClosed = true
    clearTimeout(this.#asking)
    if (this.socket.writable) this.socket.end()
    const timer = setTimeout(() => this.socket.destroy(), GOODBYE_MS)
    this.socket.once('close', () => clearTimeout(timer))
  }

  forget(): void {
    clearTimeout(this.#asking)
  }
}
