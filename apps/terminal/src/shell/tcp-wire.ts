import { connect } from 'node:net'
import type { LinkFault } from '../core/event.ts'
import type { Address } from '../core/state.ts'
import { LineSplitter } from '../wire/line-splitter.ts'

export type Wire = {
  send(line: string): void
  /** Ends it; what was sent before still goes out. */
  close(): void
}

export type WireEvents = {
  opened(): void
  line(text: string): void
  /** Once, however it ended, or when it did not come about. Not after `close`. */
  closed(fault: LinkFault): void
}

const KEEPALIVE_MS = 10_000
/** Lines that wait for a network that does not take them; the keys among them are kept elsewhere. */
const UNSENT_BYTES_MAX = 256 * 1024

export const openTcp = ({ host, port }: Address, events: WireEvents): Wire => {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS })
  let isOver = false
  let fault: LinkFault = 'ended'
  const end = () => {
    if (isOver) return
    isOver = true
    socket.destroy()
    events.closed(fault)
  }
  const lines = new LineSplitter(text => {
    if (!isOver) events.line(text)
  })
  socket.on('connect', () => {
    if (!isOver) events.opened()
  })
  socket.on('data', chunk => {
    if (!isOver && !lines.push(chunk)) end()
  })
  // 'close' follows an error and ends the wire.
  socket.on('error', error => {
    fault = faultOf(error)
  })
  socket.on('end', end)
  socket.on('close', end)
  return {
    send: line => {
      if (isOver || !socket.writable) return
      if (socket.writableLength > UNSENT_BYTES_MAX) end()
      else socket.write(`${line}\n`)
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
