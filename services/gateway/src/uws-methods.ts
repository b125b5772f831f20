import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js'
import { refuse } from '@ketik/protocol'
import { refusalAnswer } from './http/answer.ts'
import { Exchange } from './http/exchange.ts'

/** Reads everything of the request before it returns. `isHead`: the answer is that of GET without its body. */
type ServeGet = (response: HttpResponse, request: HttpRequest, isHead: boolean) => void

/** The methods of HTTP that a router of uWebSockets.js knows, by the name of its function. */
const METHODS = {
  get: 'GET',
  head: 'HEAD',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  del: 'DELETE',
  options: 'OPTIONS',
} as const
type Method = (typeof METHODS)[keyof typeof METHODS]

/**
 * A path outside the table of routes that is read alone. It behaves like the table: HEAD is answered as GET is, and
 * every other method with 405 and `Allow`.
 */
export const serveGet = (app: TemplatedApp, path: string, serve: ServeGet): void => {
  app.any(path, (response, request) => {
    const method = request.getMethod()
    if (method === 'get' || method === 'head') serve(response, request, method === 'head')
    else refuseMethod(response, 'GET, HEAD')
  })
}

/** Refuses all but some methods at a path that a library serves. */
export const allowOnly = (app: TemplatedApp, path: string, allowed: readonly Method[]): void => {
  for (const [name, method] of Object.entries(METHODS) as [keyof typeof METHODS, Method][]) {
    if (allowed.includes(method)) continue
    app[name](path, (response, request) =>
      refuseMethod(response, allowed.join(', '), request.getMethod() === 'head'),
    )
  }
}

/** A path that speaks WebSocket says so to every HTTP request, such as that of a person with a browser. */
export const requireUpgrade = (app: TemplatedApp, path = '/*'): void => {
  app.any(path, (response, request) => {
    new Exchange(response, request.getMethod() === 'head', {}, () => undefined).answer({
      status: 426,
      headers: {
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      },
      body: 'This address speaks WebSocket only.\n',
      closes: true,
    })
  })
}

const refuseMethod = (response: HttpResponse, allow: string, isHead = false): void => {
  new Exchange(response, isHead, {}, () => undefined).answer(
    refusalAnswer(refuse('method_not_allowed'), 405, { allow }),
  )
}
