import { connect } from 'node:net'
import { LineSplitter } from '@ketik/protocol'
import type { OpenTransport } from '../driver/transport.ts'
import type { LinkFault } from '../link-event.ts'

export type TcpAddress = {
  readonly host: string
  readonly port: number
  /** Where the connection comes from, for servers that count by address. */
  readonly localAddress?: string
}

const KEEPALIVE_MS = 10_000
/** A snapshot of the longest race takes a tenth of it; what sends more is no Ketik server. */
export const LINE_BYTES_MAX = 1024 * 1024
/** Lines that wait for a network that does not take them. The link keeps the keys among them. */
const UNSENT_BYTES_MAX = 256 * 1024

/** One line of JSON for each message. */
export const connectTcp =
  (address: TcpAddress): OpenTransport =>
  events => {
    const socket = connect({
      ...address,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEPALIVE_MS,
    })
    let isOver = false
    let fault: LinkFault = 'ended'
    const end = (): void => {
      if (isOver) return
      isOver = true
      socket.destroy()
      events.closed({ fault })
    }
    const lines = new LineSplitter(LINE_BYTES_MAX, line => {
      if (isOver) return
      if (line.length > LINE_BYTES_MAX) end()
      else events.received(line.toString('utf8'))
    })
    socket.on('connect', () => {
      if (!isOver) events.opened()
    })
    socket.on('data', chunk => {
      if (!isOver) lines.push(chunk)
    })
    // 'close' follows an error and ends the transport.
    socket.on('error', error => {
      fault = faultOf(error)
    })
    socket.on('end', end)
    socket.on('close', end)
    return {
      send: text => {
        if (isOver || !socket.writable) return
        if (socket.writableLength > UNSENT_BYTES_MAX) end()
        else socket.write(`${text}\n`)
      },
      close: () => {
        isOver = true
        socket.end()
        socket.unref()
      },
    }
  }

const FAULTS: ReadonlyMap<string, LinkFault> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  ['ETIMEDOUT', 'timed-out'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
])

const faultOf = (error: Error): LinkFault =>
  ('code' in error ? FAULTS.get(String(error.code)) : undefined) ?? 'ended'
