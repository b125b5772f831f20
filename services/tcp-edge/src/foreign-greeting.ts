import type { Socket } from 'node:net'

/** What no client of ours begins with: a request of HTTP, or a handshake of TLS where the port does not speak it. */
export type ForeignGreeting = 'http_request' | 'tls_hello'

/**
 * A method, a target and a version (RFC 9112, 3); empty lines may come before them. It is as strict as that, because the
 * first words of a NICK client may be of any form: its nickname, and messages that no newline ends.
 */
const REQUEST_LINE = /^[\r\n]*(?:CONNECT \S+|[A-Z]{3,16} (?:\/|\*|[A-Za-z][A-Za-z0-9+.-]*:\/\/)\S*) HTTP\/\d/
/** A target longer than any nickname. */
const LONG_REQUEST = /^[\r\n]*[A-Z]{3,16} (?:\/|[a-z]+:\/\/)\S{1024}/
const MAY_BE_REQUEST = /^[\r\n]*(?:[A-Z]|$)/
const BYTES_MAX = 8 * 1024
const HANDSHAKE = 0x16
const TLS_MAJOR = 0x03

/**
 * Watches the first line of a connection, however TCP splits it. A page in a browser can send such lines to any port, and
 * what it puts behind them must not be taken for a player's messages. Calls `onForeign` before other listeners for data
 * get the bytes that show it, if it is called before they are added.
 */
export const watchGreeting = (socket: Socket, onForeign: (greeting: ForeignGreeting) => void): void => {
  let bytes: Buffer = Buffer.alloc(0)
  const onData = (chunk: Buffer) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
    const greeting = foreignGreeting(bytes)
    if (greeting === 'undecided') return
    socket.off('data', onData)
    if (greeting !== 'none') onForeign(greeting)
  }
  socket.on('data', onData)
}

/** What a connection that begins with these bytes is. */
export const foreignGreeting = (bytes: Buffer): ForeignGreeting | 'none' | 'undecided' => {
  if (bytes[0] === HANDSHAKE) {
    if (bytes.length === 1) return 'undecided'
    return bytes[1] === TLS_MAJOR ? 'tls_hello' : 'none'
  }
  const text = bytes.subarray(0, BYTES_MAX).toString('latin1')
  if (!MAY_BE_REQUEST.test(text)) return 'none'
  if (REQUEST_LINE.test(text) || LONG_REQUEST.test(text)) return 'http_request'
  const isOver = /[^\r\n][\r\n]/.test(text) || bytes.length >= BYTES_MAX
  return isOver ? 'none' : 'undecided'
}
