import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t, WebSocket } from 'uWebSockets.js'
import { type EdgeNode, Rate } from '@ketik/edge'
import { CLOSE, type CloseReason, decodeUtf8, FRAME_BYTES_MAX, isRefusal } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { ClientAddress } from './client-address.ts'
import type { Diagnostics } from './diagnostics/diagnostics.ts'
import type { Beaten } from './diagnostics/metronome.ts'

const PAYLOAD_BYTES_MAX = 64 * 1024
/** Some seconds of messages; who takes none of them is not measuring anything. */
const BACKPRESSURE_BYTES_MAX = 64 * 1024
const IDLE_SECONDS = 32
const ECHOES = new Rate(100, 50)
/** Texts beyond the budget before the connection is closed. */
const OVER_MAX = 1_000

/** What a socket carries: uWebSockets.js copies the fields of the object it is given, and would lose a class's methods. */
type Carried = { readonly connection: Connection }

/** Ten thousand of these are to be small: what few need is made when it is needed. */
class Connection implements Beaten {
  readonly transport = 'WebSocket'
  since = 0
  socket: WebSocket<Carried> | undefined
  /** When the budget of its echoes is full again. */
  echoesFullAt = 0
  over = 0

  constructor(readonly address: string) {}

  write(frame: string): void {
    if (this.socket !== undefined && this.socket.send(frame) === 2) this.close('too_slow')
  }

  end(): void {
    this.close('restart')
  }

  close(reason: CloseReason): void {
    const { socket } = this
    this.socket = undefined
    metrics.connectionsClosed.inc({ reason })
    // Calls the close handler before it returns.
    socket?.end(CLOSE[reason], reason)
  }
}

/** WebSocket diagnostics: contract D. It needs every path of its own port, and one path of the port of our page. */
export const registerDiagnosticsDoor = (
  app: TemplatedApp,
  node: EdgeNode,
  diagnostics: Diagnostics,
  clientAddress: ClientAddress,
  path: '/*' | '/api/diagnostics',
): void => {
  app.ws<Carried>(path, {
    maxPayloadLength: PAYLOAD_BYTES_MAX,
    maxBackpressure: BACKPRESSURE_BYTES_MAX,
    idleTimeout: IDLE_SECONDS,
    sendPingsAutomatically: true,
    upgrade: (response, request, context) => upgrade(response, request, context, node, clientAddress),
    open: socket => {
      const { connection } = socket.getUserData()
      connection.socket = socket
      metrics.connections.inc({ door: 'diagnostics' })
      connection.write(diagnostics.frame('WebSocket connection established'))
      diagnostics.add(connection)
    },
    message: (socket, message) => echo(socket.getUserData().connection, message, diagnostics),
    close: socket => {
      const { connection } = socket.getUserData()
      connection.socket = undefined
      diagnostics.remove(connection)
      metrics.connections.dec({ door: 'diagnostics' })
      node.admission.leave(connection.address, 'watch')
    },
  })
}

const upgrade = (
  response: HttpResponse,
  request: HttpRequest,
  context: us_socket_context_t,
  node: EdgeNode,
  clientAddress: ClientAddress,
): void => {
  const address = clientAddress(response, request)
  if (node.admission.enter(address, 'watch') !== undefined) {
    response.writeStatus('503 Service Unavailable').end('no room here; try again\n')
    return
  }
  response.upgrade(
    { connection: new Connection(address) },
    request.getHeader('sec-websocket-key'),
    request.getHeader('sec-websocket-protocol'),
    request.getHeader('sec-websocket-extensions'),
    context,
  )
}

const echo = (connection: Connection, message: ArrayBuffer, diagnostics: Diagnostics): void => {
  const fullAt = ECHOES.take(connection.echoesFullAt, performance.now())
  if (message.byteLength > FRAME_BYTES_MAX) {
    connection.close('too_long')
  } else if (fullAt === undefined) {
    connection.over += 1
    if (connection.over > OVER_MAX) connection.close('flooding')
  } else {
    connection.echoesFullAt = fullAt
    const text = decodeUtf8(message)
    if (!isRefusal(text)) connection.write(diagnostics.frame(`Echo: ${text}`))
  }
}
