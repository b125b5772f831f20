import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** What comes in is read by one socket at a time, before the next: they share the memory for it. */
const chunk = Buffer.allocUnsafe(256 * 1024)
const TEXT = 0x1
const CLOSE = 0x8
const PING = 0x9
const PONG = 0xa

/** A frame as a client must send it, with a mask of zeros: legal, and free. */
export const frameOf = (
  payload: string | Buffer,
  opcode = typeof payload === 'string' ? TEXT : 0x2,
): Buffer => {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload
  const extended = body.length > 125
  const head = Buffer.alloc(extended ? 8 : 6)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | (extended ? 126 : body.length)
  if (extended) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** The lightest WebSocket client there is: it trusts the server, and knows no fragments and no extensions. */
export class RawSocket {
  bytesIn = 0
  bytesOut = 0
  readonly closed: Promise<void>
  /** Each message as it comes. */
  onMessage: (payload: Buffer) => void = () => {}
  readonly #socket: Socket
  #rest: Buffer | undefined
  #upgraded: ((status: string) => void) | undefined

  private constructor(port: number, path: string) {
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: chunk,
        callback: (count, buffer) => {
          this.#read(buffer as Buffer, count)
          return true
        },
      },
    })
    this.closed = new Promise(resolve => {
      this.#socket.once('close', () => resolve())
    })
    this.#socket.on('error', () => this.#socket.destroy())
    const key = randomBytes(16).toString('base64')
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    )
  }

  /** Resolves when the server has taken the connection as a WebSocket. */
  static open(port: number, path: string, onMessage: (payload: Buffer) => void): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = new RawSocket(port, path)
      socket.onMessage = onMessage
      socket.#upgraded = status => {
        if (status.includes(' 101 ')) resolve(socket)
        else reject(new Error(`refused: ${status}`))
      }
      void socket.closed.then(() => reject(new Error('closed before it was open')))
    })
  }

  send(frame: Buffer): void {
    this.bytesOut += frame.length
    this.#socket.write(frame)
  }

  end(): void {
    this.#socket.destroy()
  }

  #read(buffer: Buffer, count: number): void {
    this.bytesIn += count
    const fresh = buffer.subarray(0, count)
    const data = this.#rest === undefined ? fresh : Buffer.concat([this.#rest, fresh])
    const used = this.#upgraded === undefined ? this.#frames(data, 0) : this.#handshake(data)
    this.#rest = used === data.length ? undefined : Buffer.from(data.subarray(used))
  }

  #handshake(data: Buffer): number {
    const end = data.indexOf('\r\n\r\n')
    if (end < 0) return 0
    const upgraded = this.#upgraded
    this.#upgraded = undefined
    upgraded?.(data.toString('latin1', 0, data.indexOf('\r\n')))
    return this.#frames(data, end + 4)
  }

  /** Answers how many bytes were whole frames. */
  #frames(data: Buffer, start: number): number {
    let at = start
    while (at + 2 <= data.length) {
      const opcode = (data[at] ?? 0) & 0xf
      let length = data[at + 1] ?? 0
      let head = 2
      if (length === 126) {
        if (at + 4 > data.length) break
        length = data.readUInt16BE(at + 2)
        head = 4
      } else if (length === 127) {
        if (at + 10 > data.length) break
        length = Number(data.readBigUInt64BE(at + 2))
        head = 10
      }
      if (at + head + length > data.length) break
      this.#frame(opcode, data.subarray(at + head, at + head + length))
      at += head + length
    }
    return at
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === PING) this.send(frameOf(Buffer.from(payload), PONG))
    else if (opcode === CLOSE) this.#socket.end()
    else if (opcode !== PONG) this.onMessage(payload)
  }
}
