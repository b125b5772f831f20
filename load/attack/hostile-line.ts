import { isUtf8 } from 'node:buffer'
import { connect, type Socket } from 'node:net'
import { CLOSE, type CloseReason } from '@ketik/protocol'

/** How often something was tried, and what became of it, by code: `HTTP 429`, `close 4400`, `error rate_limited`, `cut`. */
export type Tally = { attempts: number; readonly outcomes: Record<string, number> }

const STATUS = /HTTP\/1\.1 (\d{3})/g
const REFUSED = /"type":"error","code":"(\w+)"/g
const BYE = /"type":"bye","code":(\d+)/
// A close frame: its opcode, length, and code, then the reason in words.
const CLOSED = new RegExp(`\\x88[\\s\\S]{3}(${Object.keys(CLOSE).join('|')})`)

const NEWLINE = Buffer.from('\n')
const TEXT = 0x1
const BINARY = 0x2

/**
 * As a client of a WebSocket must send it, with a mask of zeros: legal, and free. As text where it is text: a server must
 * cut a connection whose text is none, and would read no further.
 */
const inFrame = (body: Buffer): Buffer => {
  const isExtended = body.length > 125
  const head = Buffer.alloc(isExtended ? 8 : 6)
  head[0] = 0x80 | (isUtf8(body) ? TEXT : BINARY)
  head[1] = 0x80 | (isExtended ? 126 : body.length)
  if (isExtended) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** An attacker's connection, raw: it says anything, and counts by what codes it was refused or ended. */
export class HostileLine {
  readonly closed: Promise<void>
  /** Resolves with the first that is heard; '' when it ended before. */
  readonly answered: Promise<string>
  isOpen = true
  readonly #socket: Socket
  #isWebSocket = false
  #ended = ''

  /** `isDeaf`: it takes nothing that it is sent. */
  constructor(
    port: number,
    from: string,
    private readonly tally: Tally,
    isDeaf = false,
  ) {
    tally.attempts += 1
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true })
    this.#socket = socket
    socket.setEncoding('latin1')
    socket.on('error', error => {
      if ('code' in error && error.code !== 'ECONNRESET' && error.code !== 'EPIPE')
        this.#ended ||= String(error.code)
    })
    this.closed = new Promise(resolve => socket.once('close', () => resolve()))
    void this.closed.then(() => {
      if (this.isOpen) this.#note(this.#ended || 'cut')
      this.isOpen = false
    })
    this.answered = (isDeaf ? this.closed : this.hears(/[\s\S]+/)).then(heard => heard?.[0] ?? '')
    if (!isDeaf) socket.on('data', (text: string) => this.#hear(text))
  }

  write(bytes: string | Buffer): void {
    if (this.isOpen) this.#socket.write(bytes)
  }

  /** Says a message: in a frame after an upgrade, in a line otherwise. */
  say(message: string | Buffer | object): void {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message)
    const bytes = Buffer.from(isRaw ? message : JSON.stringify(message))
    this.write(this.#isWebSocket ? inFrame(bytes) : Buffer.concat([bytes, NEWLINE]))
  }

  /** Asks for a WebSocket; answers whether it got one. */
  async upgrade(path: string, more = ''): Promise<boolean> {
    this.#isWebSocket = true
    this.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`,
    )
    return (await this.answered).includes(' 101 ')
  }

  /** Resolves with the first text that fits, of what comes from now on; undefined when the connection ended before. */
  hears(pattern: RegExp): Promise<RegExpExecArray | undefined> {
    return new Promise(resolve => {
      let heard = ''
      const listen = (text: string): void => {
        heard = heard.slice(-4_096) + text
        const found = pattern.exec(heard)
        if (found === null) return
        this.#socket.off('data', listen)
        resolve(found)
      }
      this.#socket.on('data', listen)
      void this.closed.then(() => resolve(undefined))
    })
  }

  /** Goes by itself, which is no outcome. */
  leave(): void {
    this.isOpen = false
    this.#socket.destroy()
  }

  #hear(text: string): void {
    for (const [, status] of text.matchAll(STATUS)) this.#note(`HTTP ${status}`)
    for (const [, code] of text.matchAll(REFUSED)) this.#note(`error ${code}`)
    const bye = BYE.exec(text)?.[1]
    const reason = CLOSED.exec(text)?.[1] as CloseReason | undefined
    if (bye !== undefined) this.#ended = `close ${bye}`
    if (reason === undefined) return
    this.#ended = `close ${CLOSE[reason]}`
    this.#socket.end()
  }

  #note(outcome: string): void {
    const { outcomes } = this.tally
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
}
