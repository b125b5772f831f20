import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js'
import { ChatDoor, type ChatSession, type EdgeNode, type Turns } from '@ketik/edge'
import type { CloseReason } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import { Server } from 'socket.io'
import { readBinaryPolls } from './binary-polls.ts'
import type { AddressRule, ClientAddress } from './client-address.ts'
import { converse } from './socket-io-conversation.ts'
import { type SocketIoFrame, socketIoForm } from './socket-io-frame.ts'
import {
  PING_INTERVAL_MS,
  PING_TIMEOUT_MS,
  SocketIoLine,
  type SocketIoServer,
  type Transport,
} from './socket-io-line.ts'
import { refusedEvent } from './socket-io-refused.ts'
import { allowOnly } from './uws-methods.ts'
import { registerSocketIoClient } from './uws-socket-io-client.ts'

/** Packets above what a session takes still reach it, so that it can say why; beyond this the transport is cut. */
const PACKET_BYTES_MAX = 64 * 1024
const BACKPRESSURE_BYTES_MAX = 2 * 1024 * 1024
const IDLE_SECONDS = 60
/** Time for a transport to become a client of the namespace. */
const CONNECT_WITHIN_MS = 10_000

/** Where Engine.IO listens. */
const PATH = '/socket.io/'

/** What of a request Engine.IO has read. */
type AnyRequest = {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly connection: { readonly remoteAddress: string }
  readonly _query: { readonly transport?: string; readonly sid?: string }
  getMethod(): string
}
type AnyResponse = { onAborted(run: () => void): void }

export type SocketIoDoor = {
  close(reason: CloseReason): Promise<void>
}

type SocketIoDeps = {
  readonly node: EdgeNode
  readonly addressOf: AddressRule
  readonly clientAddress: ClientAddress
  readonly turns: Turns
}

/** Socket.IO chat, over WebSocket and long-polling: contract E. The lobby is its only way to other nodes. */
export const attachSocketIo = (app: TemplatedApp, deps: SocketIoDeps): SocketIoDoor => {
  const { node, addressOf, turns } = deps
  const door = new ChatDoor(node, socketIoForm)
  const connections = new WeakMap<
    Transport,
    { readonly session: ChatSession<SocketIoFrame>; readonly line: SocketIoLine }
  >()
  const io: SocketIoServer = new Server({
    // Bundled, it would look for its files in vain: `registerSocketIoClient` serves them.
    serveClient: false,
    // Clients of version 2 poll with credentials, which a wildcard does not allow. No cookie counts for anything here.
    cors: { origin: true, credentials: true },
    allowEIO3: true,
    maxHttpBufferSize: PACKET_BYTES_MAX,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: CONNECT_WITHIN_MS,
    // Compressing answers would cost us more than asking costs whoever asks.
    httpCompression: false,
  })
  registerSocketIoClient(app, deps)
  chargePolls(app, deps)
  io.attachApp(app, {
    maxHttpBufferSize: PACKET_BYTES_MAX,
    // Read by the uWebSockets.js engine alone, and so absent from the types.
    ...{ idleTimeout: IDLE_SECONDS, maxBackpressure: BACKPRESSURE_BYTES_MAX, compression: 0 },
  })

  readBinaryPolls(io.engine)

  // An upgrade that names another transport than WebSocket would end the process: Engine.IO answers it as a poll first.
  io.engine.use((request: AnyRequest, response: AnyResponse, next: (error?: Error) => void) => {
    const isUpgrade = request.headers['sec-websocket-key'] !== undefined
    if (isUpgrade !== (request._query.transport === 'websocket'))
      next(new Error('upgrades are to WebSocket, and WebSocket is an upgrade'))
    else if (isUpgrade || request._query.sid !== undefined) next()
    else shakeHands(request, response, next)
  })

  // A session is dear to make. What is read of the request later has to be kept: uWebSockets.js takes it back.
  const shakeHands = (request: AnyRequest, response: AnyResponse, next: () => void) => {
    const method = request.getMethod()
    request.getMethod = () => method
    let isGone = false
    response.onAborted(() => {
      isGone = true
    })
    const address = addressIn(request.connection.remoteAddress, request.headers)
    turns.take(address, 'handshake', { isGone: () => isGone, look: next })
  }

  const addressIn = (peer: string, headers: Transport['request']['headers']): string => {
    const forwardedFor = headers['x-forwarded-for']
    return addressOf(peer, typeof forwardedFor === 'string' ? forwardedFor : '')
  }

  io.engine.on('connection', (transport: Transport) => {
    const address = addressIn(transport.remoteAddress, transport.request.headers)
    if (door.admit(address) !== undefined) {
      transport.close()
      return
    }
    const line = new SocketIoLine(transport, address, door)
    const session = door.open(line)
    connections.set(transport, { session, line })
    // Engine.IO tells of a packet before anyone parses it: one that is not taken is made into nothing, or into the bare
    // request for its acknowledgement.
    transport.on('packet', (packet: { type: string; data?: unknown }) => {
      if (!session.admit(sizeOf(packet.data))) {
        const refused = session.isOpen ? refusedEvent(packet.data) : undefined
        if (refused === undefined) packet.type = 'noop'
        else packet.data = refused
      }
      line.onPacket()
    })
    transport.on('close', () => session.onClose())
  })

  io.on('connection', client => {
    const connection = connections.get(client.conn)
    if (connection === undefined) client.disconnect(true)
    else converse(client, connection.session, connection.line, door)
  })

  return {
    close: async reason => {
      door.close(reason)
      await io.close()
    },
  }
}

/** A request of long-polling costs ten frames of a WebSocket: too many are refused before Engine.IO looks at them. */
const chargePolls = (app: TemplatedApp, { node, clientAddress, turns }: SocketIoDeps): void => {
  const charge = (response: HttpResponse, request: HttpRequest) => {
    if (turns.isFull) {
      metrics.refusals.inc({ code: 'unavailable' })
      response.writeStatus('503 Service Unavailable').writeHeader('retry-after', '1').end('come back\n')
      return
    }
    const share = node.connections.shareOf(clientAddress(response, request))
    const now = performance.now()
    if (share.take('polls', now)) {
      request.setYield(true)
      return
    }
    metrics.refusals.inc({ code: 'rate_limited' })
    // Requests that came in one read are all answered before an ended connection is closed; not so when it is cut.
    if (share.refuse('polls', now) === 'deaf') {
      response.close()
      return
    }
    response.cork(() =>
      response.writeStatus('429 Too Many Requests').writeHeader('retry-after', '1').end('slow down\n', true),
    )
  }
  // Engine.IO's route is for any method: those of one method come before it, and would replace each other.
  app.get(PATH, charge)
  app.post(PATH, charge)
  allowOnly(app, PATH, ['GET', 'POST', 'OPTIONS'])
}

const sizeOf = (data: unknown): number => {
  if (typeof data === 'string') return Buffer.byteLength(data)
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0
}
