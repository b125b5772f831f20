import type {
  HttpRequest,
  HttpResponse,
  TemplatedApp,
  us_socket_context_t,
  WebSocketBehavior,
} from 'uWebSockets.js'
import { metrics } from '@ketik/runtime'

const ROUTES = ['get', 'head', 'post', 'put', 'patch', 'del', 'options', 'connect', 'trace', 'any'] as const
const WEBSOCKET_VERSION = '13'

/** Why a request is not served: `framing`, where its end is unclear; `version`, of a WebSocket that we do not speak. */
type Fault = 'framing' | 'version'
type Handler = (response: HttpResponse, request: HttpRequest) => void | Promise<void>

/**
 * The same app, whose routes see only requests with one meaning. uWebSockets.js takes the first of two Content-Length
 * headers, and reads every Transfer-Encoding as `chunked`; a proxy in front may read such a request in another way, and
 * take the rest of it for the next one. To be called before any route is registered.
 */
export const withStrictRequests = (app: TemplatedApp): TemplatedApp => {
  for (const name of ROUTES) {
    const register = app[name].bind(app)
    app[name] = (path: string, handler: Handler) => {
      register(path, (response, request) => {
        if (isClearlyFramed(request)) return handler(response, request)
        refuse(response, 'framing')
      })
      return app
    }
  }
  const registerWebSocket = app.ws.bind(app)
  app.ws = <Data>(path: string, behaviour: WebSocketBehavior<Data>) => {
    registerWebSocket<Data>(path, { ...behaviour, ...strictUpgrade(behaviour) })
    return app
  }
  return app
}

const strictUpgrade = <Data>({
  upgrade,
}: WebSocketBehavior<Data>): Pick<WebSocketBehavior<Data>, 'upgrade'> => ({
  upgrade: (response: HttpResponse, request: HttpRequest, context: us_socket_context_t) => {
    if (!isClearlyFramed(request)) refuse(response, 'framing')
    else if (request.getHeader('sec-websocket-version') !== WEBSOCKET_VERSION) refuse(response, 'version')
    else if (upgrade !== undefined) return upgrade(response, request, context)
    else upgradeAsAsked(response, request, context)
  },
})

/** What uWebSockets.js does without a handler of ours. */
const upgradeAsAsked = <Data>(
  response: HttpResponse,
  request: HttpRequest,
  context: us_socket_context_t,
): void =>
  response.upgrade<Data>(
    {} as Data,
    request.getHeader('sec-websocket-key'),
    request.getHeader('sec-websocket-protocol'),
    request.getHeader('sec-websocket-extensions'),
    context,
  )

/** At most one length, or `chunked` alone (RFC 9112, 6.1 and 6.3). */
const isClearlyFramed = (request: HttpRequest): boolean => {
  const lengths: string[] = []
  const encodings: string[] = []
  request.forEach((name, value) => {
    if (name === 'content-length') lengths.push(value)
    else if (name === 'transfer-encoding') encodings.push(value)
  })
  if (lengths.length + encodings.length > 1) return false
  return (
    lengths.every(value => /^\d+$/.test(value)) && encodings.every(value => value.toLowerCase() === 'chunked')
  )
}

/**
 * Answers after this turn: uWebSockets.js then ends a connection on which more has come in the same read, rather than take
 * that for a request.
 */
const refuse = (response: HttpResponse, fault: Fault): void => {
  let isGone = false
  response.onAborted(() => {
    isGone = true
  })
  metrics.connectionsClosed.inc({ reason: fault === 'framing' ? 'http_framing' : 'websocket_version' })
  setImmediate(() => {
    if (isGone) return
    response.cork(() => {
      if (fault === 'framing') {
        response.writeStatus('400 Bad Request').end('this request can be read in more than one way\n', true)
        return
      }
      response
        .writeStatus('426 Upgrade Required')
        .writeHeader('upgrade', 'websocket')
        .writeHeader('sec-websocket-version', WEBSOCKET_VERSION)
        .end('this server speaks WebSocket version 13\n', true)
    })
  })
}
