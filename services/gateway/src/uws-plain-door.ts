import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t, WebSocket } from 'uWebSockets.js'
import {
  ChatDoor,
  type ChatForm,
  type ChatLine,
  type ChatSession,
  type EdgeNode,
  lobbyLine,
  refusalLine,
} from '@ketik/edge'
import { CLOSE, type CloseReason, decodeUtf8, isRefusal, type Refusal } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { ClientAddress } from './client-address.ts'
import { SOCKET_LIMITS } from './uws-limits.ts'

/** Joins and leaves of this very door are not told: its clients never knew any. */
const form: ChatForm<string> = {
  door: 'plain',
  nameless: 'hears and speaks',
  takesEmpty: true,
  toFrame: event => {
    if (event.door !== 'plain' || (event.kind === 'chat' && event.from !== undefined)) return lobbyLine(event)
    return event.kind === 'chat' ? event.text : undefined
  },
}

type Connection = {
  readonly address: string
  /** What the client wants to be called. */
  readonly name: string | undefined
  line: PlainLine | undefined
  session: ChatSession<string> | undefined
}

/** A WebSocket of the plain-text chat. After `close` the socket is forgotten: every method of it would throw. */
class PlainLine implements ChatLine<string> {
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

  tell(refusal: Refusal): void {
    this.send(refusalLine(refusal))
  }

  entered(): void {}

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

export type PlainDoor = {
  /** Takes connections at `/` of an app. */
  register(app: TemplatedApp): void
  close(reason: CloseReason): void
}

/** Plain-text chat over WebSocket: contract C. */
export const createPlainDoor = (node: EdgeNode, clientAddress: ClientAddress): PlainDoor => {
  const door = new ChatDoor(node, form)
  return {
    register: app => {
      app.ws<Connection>('/', {
        ...SOCKET_LIMITS,
        sendPingsAutomatically: true,
        upgrade: (response, request, context) => upgrade(response, request, context, door, clientAddress),
        open: socket => open(socket, door),
        message: (socket, message) => take(socket.getUserData().session, message),
        dropped: () => metrics.framesDropped.inc({ reason: 'buffer_full' }),
        close: socket => {
          const { line, session } = socket.getUserData()
          line?.forget()
          session?.onClose()
        },
      })
    },
    close: reason => door.close(reason),
  }
}

const upgrade = (
  response: HttpResponse,
  request: HttpRequest,
  context: us_socket_context_t,
  door: ChatDoor<string>,
  clientAddress: ClientAddress,
): void => {
  const address = clientAddress(response, request)
  const refused = door.admit(address)
  if (refused === 'banned') {
    response.writeStatus('403 Forbidden').end('an operator has banned this address for now\n')
    return
  }
  if (refused === 'full') {
    response
      .writeStatus('503 Service Unavailable')
      .writeHeader('retry-after', '2')
      .end('no room here; try again\n')
    return
  }
  const name = new URLSearchParams(request.getQuery()).get('name') ?? ''
  const connection: Connection = {
    address,
    name: name === '' ? undefined : name,
    line: undefined,
    session: undefined,
  }
  response.upgrade(
    connection,
    request.getHeader('sec-websocket-key'),
    request.getHeader('sec-websocket-protocol'),
    request.getHeader('sec-websocket-extensions'),
    context,
  )
}

const open = (socket: WebSocket<Connection>, door: ChatDoor<string>): void => {
  const connection = socket.getUserData()
  const { address, name } = connection
  const line = new PlainLine(socket, address)
  const session = door.open(line)
  connection.line = line
  connection.session = session
  door.greet(session)
  if (name === undefined) return
  void session
    .inOrder(() => session.enter(name))
    .then(refusal => {
      // Who asked for a name shall not speak without it.
      if (refusal !== undefined) session.close('name_refused')
    })
}

const take = (session: ChatSession<string> | undefined, message: ArrayBuffer): void => {
  if (session === undefined || !session.admit(message.byteLength)) return
  const text = decodeUtf8(message)
  if (isRefusal(text)) session.refuseInput(text)
  else void session.inOrder(() => session.say(text, session.isInside ? 'tidy' : 'as-it-is'))
}
