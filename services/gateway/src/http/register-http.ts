import type { TemplatedApp } from 'uWebSockets.js'
import { refuse } from '@ketik/protocol'
import { type Headers, refusalAnswer, tooMany } from './answer.ts'
import { toAsked } from './asked.ts'
import { Exchange } from './exchange.ts'
import type { HttpDeps } from './http-deps.ts'
import { serveApi } from './serve-api.ts'
import { serveWeb } from './serve-web.ts'

/** Requests that wait for their turn, their answer, or for the client to take it, at most. */
const LIVE_MAX = 10_000
/** For a year from each answer. */
const STAY_ON_TLS = 'max-age=31536000'

export type Http = {
  /** Requests without their whole answer yet; a node that stops waits for them. */
  liveRequests(): number
}

/**
 * The REST interface, the health checks and the web client, on whatever no other route of the app takes: routes with a
 * path of their own win in uWebSockets.js, whenever they are registered.
 */
export const registerHttp = (app: TemplatedApp, deps: HttpDeps): Http => {
  const api = serveApi(deps)
  const web = serveWeb(deps)
  const now = deps.now ?? (() => performance.now())
  const isWithinBudget = (address: string) => deps.node.connections.shareOf(address).take('files', now())
  let live = 0
  app.any('/*', (response, request) => {
    const isOverTls = deps.isOverTls({
      peer: Buffer.from(response.getRemoteAddressAsText()).toString(),
      forwardedProto: request.getHeader('x-forwarded-proto'),
    })
    const asked = toAsked(request, {
      address: deps.clientAddress(response, request),
      isOverTls,
      isGone: () => !exchange.isOpen,
    })
    const always: Headers = isOverTls ? { 'strict-transport-security': STAY_ON_TLS } : {}
    live += 1
    const exchange = new Exchange(response, asked.method === 'HEAD', always, () => {
      live -= 1
    })
    if (live > LIVE_MAX || deps.turns.isFull) exchange.answer(refusalAnswer(refuse('unavailable')))
    else if (api.owns(asked.path)) api.serve(asked, exchange)
    else if (!isWithinBudget(asked.address)) exchange.answer(tooMany())
    else
      deps.turns.take(asked.address, 'file', {
        isGone: () => !exchange.isOpen,
        look: () => exchange.answer(web(asked)),
      })
  })
  return { liveRequests: () => live }
}
