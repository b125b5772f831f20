import { connect, type Socket } from 'node:net'
import { CLOSE, type CloseReason } from '@ketik/protocol'
import { frameOf } from '../frame-of.ts'
import type { Tally } from './tally.ts'

export type LineOptions = {
  readonly port: number
  readonly from: string
  readonly tally: Tally
  /** Whether it takes what it is sent. */
  readonly isDeaf?: boolean
  /** All that it hears, as it comes. */
  readonly onText?: (text: string) => void
}

const STATUS = /HTTP\/1\.1 (\d{3})/g
const REFUSED = /"type":"error","code":"(\w+)"/g
const BYE = /"type":"bye","code":(\d+)/
// A close frame: its opcode, length, and code, then the reason in words.
const CLOSED = new RegExp(`\\x88[\\s\\S]{3}(${Object.keys(CLOSE).join('|')})`)

/** An attacker's connection, raw: it says anything, and counts by what codes it was refused or ended. */
export class HostileLine {
  readonly closed: Promise<void>
  /** Resolves with the first that is heard; '' when it ended before. */
  readonly answered: Promise<string>
  isOpen = true
  readonly #socket: Socket
  #ended = ''

  constructor(private readonly options: LineOptions) {
    const { port, from, isDeaf = false } = options
    options.tally.attempts += 1
    this.#socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true })
    this.#socket.on('error', error => {
      if ('code' in error && error.code !== 'ECONNRESET' && error.code !== 'EPIPE')
        this.#ended ||= String(error.code)
    })
    this.closed = new Promise(resolve =>
      this.#socket.once('close', () => {
        if (this.isOpen) options.tally.note(this.#ended || 'cut')
        this.isOpen = false
        resolve()
      }),
    )
    this.answered = new Promise(resolve => {
      if (!isDeaf) this.#socket.once('data', chunk => resolve(chunk.toString('latin1')))
      void this.closed.then(() => resolve(''))
    })
    if (!isDeaf) this.#socket.on('data', chunk => this.#hear(chunk.toString('latin1')))
  }

  write(bytes: string | Buffer): void {
    if (this.isOpen) this.#socket.write(bytes)
  }

  /** As a text frame of a WebSocket. */
  frame(message: unknown): void {
    this.write(frameOf(typeof message === 'string' ? message : JSON.stringify(message)))
  }

  upgrade(path: string, more = ''): void {
    this.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`,
    )
  }

  /** Goes by itself, which is no outcome. */
  leave(): void {
    this.isOpen = false
    this.#socket.destroy()
  }

  #hear(text: string): void {
    const { tally, onText } = this.options
    onText?.(text)
    for (const [, status] of text.matchAll(STATUS)) tally.note(`HTTP ${status}`)
    for (const [, code] of text.matchAll(REFUSED)) tally.note(`error ${code}`)
    const bye = BYE.exec(text)?.[1]
    const reason = CLOSED.exec(text)?.[1] as CloseReason | undefined
    if (bye !== undefined) this.#ended = `close ${bye}`
    if (reason === undefined) return
    this.#ended = `close ${CLOSE[reason]}`
    this.#socket.end()
  }
}
