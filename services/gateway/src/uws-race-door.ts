import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t, WebSocket } from 'uWebSockets.js'
import { type AudienceName, type EdgeNode, type LoginHint, PlayerSession, type Transport } from '@ketik/edge'
import { CLOSE, type CloseReason } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { ClientAddress } from './client-address.ts'
import type { OwnPageToken } from './own-page-token.ts'
import { SOCKET_LIMITS } from './uws-limits.ts'

/** Of `send`: nothing of the frame, nor of any before it, waits here. */
const SENT = 1

/** Who asked to be let in, until the connection stands. */
type Guest = LoginHint & { readonly address: string }

/** Its members become the socket's own, each for as long as that lives. */
type Connection = {
  guest: Guest | undefined
  session: PlayerSession | undefined
  transport: WebSocketTransport | undefined
}

/** A WebSocket as a session's transport. After `close` the socket is forgotten: every method of it would throw. */
class WebSocketTransport implements Transport {
  #socket: WebSocket<Connection> | undefined
  #hasBacklog = false

  constructor(
    socket: WebSocket<Connection>,
    readonly address: string,
  ) {
    this.#socket = socket
  }

  send(text: string): void {
    if (this.#socket === undefined) return
    metrics.framesOut.inc()
    if (this.#socket.send(text) !== SENT) this.#hasBacklog = true
  }

  together(write: () => void): void {
    if (this.#socket === undefined) return
    this.#socket.cork(write)
    // Sending does not tell it before the cork is out.
    this.#hasBacklog = true
  }

  get hasBacklog(): boolean {
    return this.#hasBacklog
  }

  bufferedBytes(): number {
    const bytes = this.#socket?.getBufferedAmount() ?? 0
    if (bytes === 0) this.#hasBacklog = false
    return bytes
  }

  joinAudience(audience: AudienceName): boolean {
    return this.#socket?.subscribe(audience) ?? false
  }

  ping(payload: string): boolean {
    this.#socket?.ping(payload)
    return true
  }

  close(reason: CloseReason): void {
    const socket = this.#socket
    this.#socket = undefined
    // Calls the close handler before it returns.
    socket?.end(CLOSE[reason], reason)
  }

  /** A WebSocket has no half that outlives the other. */
  end(): void {}

  forget(): void {
    this.#socket = undefined
  }
}

/** The JSON race on `/ws` and `/stream/:username`: contract A and protocol v1. */
export const registerRaceDoor = (
  app: TemplatedApp,
  node: EdgeNode,
  clientAddress: ClientAddress,
  ownPageToken: OwnPageToken,
): void => {
  const behaviour = (nameOf: (request: HttpRequest) => string | undefined) => ({
    ...SOCKET_LIMITS,
    sendPingsAutomatically: true,
    upgrade: (response: HttpResponse, request: HttpRequest, context: us_socket_context_t) =>
      upgrade(response, request, context, { node, clientAddress, ownPageToken, username: nameOf(request) }),
    open: (socket: WebSocket<Connection>) => {
      const connection = socket.getUserData()
      const { guest } = connection
      if (guest === undefined) throw new Error('bug: a connection of nobody')
      metrics.connections.inc({ door: 'websocket' })
      connection.guest = undefined
      connection.transport = new WebSocketTransport(socket, guest.address)
      connection.session = new PlayerSession(node, connection.transport, guest)
    },
    message: (socket: WebSocket<Connection>, message: ArrayBuffer) => {
      socket.getUserData().session?.onBytes(new Uint8Array(message))
    },
    pong: (socket: WebSocket<Connection>, payload: ArrayBuffer) =>
      socket.getUserData().session?.onAlive(Buffer.from(payload).toString('latin1')),
    dropped: () => metrics.framesDropped.inc({ reason: 'buffer_full' }),
    close: (socket: WebSocket<Connection>) => {
      const { transport, session } = socket.getUserData()
      metrics.connections.dec({ door: 'websocket' })
      node.admission.leave(transport?.address ?? '', 'race')
      transport?.forget()
      session?.onClose()
    },
  })
  node.sessions.addAudience((audience, frame) => {
    metrics.framesOut.inc(app.numSubscribers(audience))
    app.publish(audience, frame)
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
  readonly ownPageToken: OwnPageToken
  readonly username: string | undefined
}

const upgrade = (
  response: HttpResponse,
  request: HttpRequest,
  context: us_socket_context_t,
  { node, clientAddress, ownPageToken, username }: UpgradeContext,
): void => {
  const address = clientAddress(response, request)
  if (node.admission.enter(address, 'race') !== undefined) {
    response
      .writeStatus('503 Service Unavailable')
      .writeHeader('retry-after', '2')
      .end('no room here; try again\n')
    return
  }
  const token = ownPageToken(response, request)
  const guest: Guest = {
    address,
    ...(username === undefined ? {} : { username }),
    ...(token === undefined ? {} : { token }),
  }
  response.upgrade<Connection>(
    { guest, session: undefined, transport: undefined },
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
