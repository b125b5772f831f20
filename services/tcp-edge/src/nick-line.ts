import type { Socket } from 'node:net'
import type { ChatLine } from '@ketik/edge'
import type { CloseReason, Refusal } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import { endSocket } from './end-socket.ts'
import { type NickFrame, nickFrame, refusalNickFrame } from './nick-frame.ts'

/** An existing client knows the question only when it comes in a read of its own. */
export const ASK_AGAIN_MS = 60

/** A TCP connection of the NICK chat: everything after the question ends with a newline. */
export class NickLine implements ChatLine<NickFrame> {
  #asking: NodeJS.Timeout | undefined
  #isClosed = false
  #readsUtf8 = false

  constructor(
    private readonly socket: Socket,
    readonly address: string,
  ) {}

  /** What comes after this side has closed is read, so that the last line gets through, and counts for nothing. */
  get isClosed(): boolean {
    return this.#isClosed || this.socket.destroyed
  }

  /** The client sent something: one that has sent ASCII alone may be unable to read anything else. */
  onBytes(bytes: Uint8Array): void {
    this.#readsUtf8 ||= bytes.some(byte => byte >= 0x80)
  }

  ask(): void {
    if (this.socket.writable) this.socket.write('NICK')
  }

  askAgain(afterMs: number): void {
    clearTimeout(this.#asking)
    this.#asking = setTimeout(() => this.ask(), afterMs)
  }

  send({ text, ascii }: NickFrame): void {
    if (!this.socket.writable || this.#isClosed) return
    metrics.framesOut.inc()
    this.socket.write(`${this.#readsUtf8 ? text : ascii}\n`)
  }

  tell(refusal: Refusal): void {
    this.send(refusalNickFrame(refusal))
  }

  entered(username: string): void {
    this.send(nickFrame(`${username} Bergabung!`))
    this.send(nickFrame('Terkoneksi dengan Server!'))
  }

  bufferedBytes(): number {
    return this.socket.writableLength
  }

  close(_reason: CloseReason): void {
    this.#isClosed = true
    clearTimeout(this.#asking)
    endSocket(this.socket)
  }

  forget(): void {
    clearTimeout(this.#asking)
  }
}
