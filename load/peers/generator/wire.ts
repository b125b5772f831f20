import { once } from 'node:events'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

type Awaited = { readonly start: RegExp; take(text: string): void }

/**
 * A WebSocket of the load, which must not be the bottleneck: nothing is compressed, checked or masked (a mask of zeros is
 * legal, and free).
 */
export class Wire extends WebSocket {
  /** Resolves when the server has taken the connection as a WebSocket. */
  readonly opened = once(this, 'open')
  #tcp: Socket | undefined
  #awaited: Awaited | undefined

  /** `onText` is told each message as it comes. */
  constructor(port: number, path: string, onText: (text: string) => void) {
    super(`ws://127.0.0.1:${port}${path}`, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      generateMask: mask => void mask.fill(0),
    })
    this.on('error', () => {}) // `opened` rejects, or a close follows
    this.on('upgrade', ({ socket }) => {
      this.#tcp = socket
    })
    this.on('message', payload => {
      const text = String(payload)
      if (this.#awaited?.start.test(text)) {
        this.#awaited.take(text)
        this.#awaited = undefined
      }
      onText(text)
    })
  }

  /** Received and sent so far, frames and all. */
  get bytes(): number {
    return (this.#tcp?.bytesRead ?? 0) + (this.#tcp?.bytesWritten ?? 0)
  }

  /** The next message that begins so. */
  heard(start: RegExp): Promise<string> {
    return new Promise(take => {
      this.#awaited = { start, take }
    })
  }

  /** Resolves when it is closed. */
  async end(): Promise<void> {
    const closed = once(this, 'close')
    this.terminate()
    await closed
  }
}
