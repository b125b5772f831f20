import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { createAddressBlocks, toAddress } from '@ketik/edge'
import { type Log, metrics } from '@ketik/runtime'
import { watchGreeting } from './foreign-greeting.ts'
import { readProxyHeader } from './proxy-protocol.ts'

export type AcceptSettings = {
  /** Proxies (CIDR or address) that must begin each connection with a PROXY header of version 2; nobody else may connect. */
  readonly proxies?: readonly string[]
  /** PEM. Without it the doors speak plain TCP. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Bounds PROXY header and TLS handshake together; default 5000. */
  readonly greetingMs?: number
}

/** What a door does with a connection that is ready for it. */
type OpenDoor = (socket: Socket, address: string) => void
export type Accept = (open: OpenDoor) => Server

const KEEPALIVE_MS = 10_000
const GREETING_MS = 5_000

/** How the doors take connections: through proxies or straight, over TLS or plain. Throws on settings that cannot work. */
export const createAccept = (settings: AcceptSettings, log: Log): Accept => {
  const { proxies, tls, greetingMs = GREETING_MS } = settings
  const isTrusted = proxies === undefined ? undefined : createAddressBlocks(proxies, 'TRUSTED_PROXIES')
  const secureContext = tls === undefined ? undefined : createSecureContext(tls)

  const refuse = (socket: Socket, reason: string, error?: Error) => {
    metrics.connectionsClosed.inc({ reason })
    log.debug({ err: error, reason }, 'a connection was refused')
    socket.destroy()
  }

  const accept = (socket: Socket, open: OpenDoor) => {
    const late = setTimeout(() => refuse(socket, 'greeting_late'), greetingMs)
    socket.once('close', () => clearTimeout(late))
    const ready = (line: Socket, address: string) => {
      clearTimeout(late)
      watchGreeting(line, greeting => refuse(line, greeting))
      open(line, address)
      line.resume()
    }
    const secured = (address: string) => {
      if (secureContext === undefined) return ready(socket, address)
      const line = new TLSSocket(socket, { isServer: true, secureContext })
      const onError = (error: Error) => refuse(socket, 'tls_failed', error)
      line.once('error', onError)
      line.once('secure', () => {
        ready(line, address)
        line.off('error', onError)
      })
    }
    const peer = toAddress(socket.remoteAddress ?? '') ?? ''
    if (isTrusted === undefined) return secured(peer)
    if (!isTrusted(peer)) return refuse(socket, 'proxy_untrusted')
    readHeader(socket, source => secured(source ?? peer), refuse)
  }

  return open =>
    createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS }, socket => {
      // Without a listener an error would end the process; 'close' follows it and says all there is to say.
      socket.on('error', error => log.debug({ err: error }, 'a TCP connection broke'))
      accept(socket, open)
    })
}

/** Takes the PROXY header off a connection; what comes after it is left for the next reader. */
const readHeader = (
  socket: Socket,
  done: (source: string | undefined) => void,
  refuse: (socket: Socket, reason: string) => void,
): void => {
  let bytes: Buffer = Buffer.alloc(0)
  const onData = (chunk: Buffer) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
    const header = readProxyHeader(bytes)
    if (header.state === 'incomplete') return
    socket.off('data', onData)
    if (header.state === 'malformed') return refuse(socket, 'proxy_malformed')
    socket.pause()
    if (bytes.length > header.bytes) socket.unshift(bytes.subarray(header.bytes))
    done(header.source)
  }
  socket.on('data', onData)
}
