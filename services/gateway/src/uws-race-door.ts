import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t, WebSocket } from 'uWebSockets.js'
import { type EdgeNode, PlayerSession, type Transport } from '@ketik/edge'
import { CLOSE, type CloseReason } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { ClientAddress } from './client-address.ts'
import { sessionCookie } from './session-cookie.ts'

/** Frames above what a session takes still reach it, so that it can say why; beyond this the socket is cut. */
const PAYLOAD_BYTES_MAX = 64 * 1024
const BACKPRESSURE_BYTES_MAX = 2 * 1024 * 1024
const IDLE_SECONDS = 32

type Connection = {
  readonly address: string
  readonly username: string | undefined
  readonly token: string | undefined
  session: PlayerSession | undefined
  transport: WebSocketTransport | undefined
}

/** A WebSocket as a session's transport. After `close` the socket is forgotten: every method of it would throw. */
class WebSocketTransport implements Transport {
  readonly kind = 'websocket'
  #socket: WebSocket<Connection> | undefined

  constructor(
    socket: WebSocket<Connection>,
    readonly address: string,
  ) {
    this.#socket = socket
  }

  send(text: string): void {
    if (this.#socket === undefined) return
    metrics.framesOut.inc()
    this.#socket.send(text)
  }

  together(write: () => void): void {
    if (this.#socket === undefined) return
    this.#socket.cork(write)
  }

  bufferedBytes(): number {
    return this.#socket?.getBufferedAmount() ?? 0
  }

  close(reason: CloseReason): void {
    const socket = this.#socket
    this.#socket = undefined
    // Calls the close handler before it returns.
    socket?.end(CLOSE[reason], reason)
  }

  forget(): void {
    this.#socket = undefined
  }
}

/** The JSON race on `/ws` and `/stream/:username`: contract A and protocol v1. */
export const registerRaceDoor = (app: TemplatedApp, node: EdgeNode, clientAddress: ClientAddress): void => {
  const behaviour = (nameOf: (request: HttpRequest) => string | undefined) => ({
    maxPayloadLength: PAYLOAD_BYTES_MAX,
    maxBackpressure: BACKPRESSURE_BYTES_MAX,
    idleTimeout: IDLE_SECONDS,
    sendPingsAutomatically: true,
    upgrade: (response: HttpResponse, request: HttpRequest, context: us_socket_context_t) =>
      upgrade(response, request, context, { node, clientAddress, username: nameOf(request) }),
    open: (socket: WebSocket<Connection>) => {
      const connection = socket.getUserData()
      const { address, username, token } = connection
      metrics.connections.inc({ door: 'websocket' })
      connection.transport = new WebSocketTransport(socket, address)
      connection.session = new PlayerSession(node, connection.transport, {
        ...(username === undefined ? {} : { username }),
        ...(token === undefined ? {} : { token }),
      })
    },
    message: (socket: WebSocket<Connection>, message: ArrayBuffer) => {
      socket.getUserData().session?.onBytes(message)
    },
    dropped: () => metrics.framesDropped.inc({ reason: 'buffer_full' }),
    close: (socket: WebSocket<Connection>) => {
      const { address, transport, session } = socket.getUserData()
      metrics.connections.dec({ door: 'websocket' })
      node.connections.leave(address)
      transport?.forget()
      session?.onClose()
    },
  })
  app.ws<Connection>(
    '/ws',
    behaviour(() => undefined),
  )
  app.ws<Connection>('/stream/:username', behaviour(nameInPath))
}

type UpgradeContext = {
  readonly node: EdgeNode
  readonly clientAddress: ClientAddress
  readonly username: string | undefined
}

const upgrade = (
  response: HttpResponse,
  request: HttpRequest,
  context: us_socket_context_t,
  { node, clientAddress, username }: UpgradeContext,
): void => {
  const address = clientAddress(response, request)
  if (node.draining || !node.connections.enter(address)) {
    response
      .writeStatus('503 Service Unavailable')
      .writeHeader('retry-after', '2')
      .end('no room here; try again\n')
    return
  }
  const connection: Connection = {
    address,
    username,
    token: sessionCookie(request.getHeader('cookie')),
    session: undefined,
    transport: undefined,
  }
  response.upgrade(
    connection,
    request.getHeader('sec-websocket-key'),
    request.getHeader('sec-websocket-protocol'),
    request.getHeader('sec-websocket-extensions'),
    context,
  )
}

/** A name that cannot be decoded is none; the session says so. */
const nameInPath = (request: HttpRequest): string => {
  try {
    return decodeURIComponent(request.getParameter(0) ?? '')
  } catch {
    return ''
  }
}
