import { isRefusal, refuse } from '@ketik/protocol'
import { isRetryable } from '@ketik/scores'
import type { Cookies } from '../cookies.ts'
import { DEVICE_COOKIE_SECONDS } from '../device-id.ts'
import { type Answer, jsonAnswer, refusalAnswer, tooMany } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Exchange } from './exchange.ts'
import { findRoute } from './find-route.ts'
import { ClusterAway } from './from-cluster.ts'
import type { HttpDeps } from './http-deps.ts'
import { isLimited } from './openapi.ts'
import { type Body, readBody } from './read-body.ts'
import { readFields, readQuery } from './read-fields.ts'
import type { CookieChange, Reply, Route } from './route.ts'
import { allRoutes } from './routes/all-routes.ts'

export type ServeApi = {
  /** Whether a path is the interface's, known or not, rather than the web client's. */
  owns(path: string): boolean
  /** Everything of the request is read before this returns. */
  serve(asked: Asked, exchange: Exchange): void
}

export const serveApi = (deps: HttpDeps): ServeApi => {
  const routes = allRoutes(deps)
  const now = deps.now ?? (() => performance.now())
  const outside = new Set(routes.filter(route => !isLimited(route)).map(({ path }) => path))

  const isWithinBudget = ({ address }: Asked): boolean =>
    deps.node.connections.shareOf(address).take('requests', now())

  return {
    owns: path => path === '/api' || path.startsWith('/api/') || outside.has(path),
    serve: (asked, exchange) => {
      if (!outside.has(asked.path) && !isWithinBudget(asked)) {
        exchange.answer(tooMany())
        return
      }
      const found = findRoute(routes, asked.method, asked.path)
      if ('refusal' in found) {
        const headers = found.allow === undefined ? {} : { allow: found.allow }
        exchange.answer(refusalAnswer(found.refusal, undefined, headers))
        return
      }
      const { route, params } = found
      const reply = route.admit?.(asked)
      if (reply !== undefined) {
        exchange.answer(toAnswer(deps, asked, reply))
        return
      }
      const run = (body: Body | undefined) =>
        deps.turns.take(asked.address, 'api', {
          isGone: () => !exchange.isOpen,
          look: () => void answerOf(deps, route, asked, params, body).then(answer => exchange.answer(answer)),
        })
      if (route.body === undefined) run(undefined)
      else readBody(exchange.response, run)
    },
  }
}

/** Never rejects. */
const answerOf = async (
  deps: HttpDeps,
  route: Route,
  asked: Asked,
  rawParams: Readonly<Record<string, string>>,
  body: Body | undefined,
): Promise<Answer> => {
  const { node } = deps
  const params = readFields(route.params, rawParams)
  if (isRefusal(params)) return refusalAnswer(params)
  const query = readQuery(route.query, asked.query)
  if (isRefusal(query)) return refusalAnswer(query)
  const fields = readBodyFields(route, body)
  if ('status' in fields) return fields
  try {
    return toAnswer(deps, asked, await route.handle({ ...params, ...query, ...fields.given }, asked))
  } catch (error) {
    if (isRetryable(error) || error instanceof ClusterAway) {
      node.log.warn({ err: error, route: route.path }, 'a request met a service that is away')
      return refusalAnswer(refuse('unavailable'))
    }
    node.log.error({ err: error, route: route.path }, 'a request met a fault')
    return refusalAnswer(refuse('internal'))
  }
}

const readBodyFields = (route: Route, body: Body | undefined): Answer | { readonly given: object } => {
  if (route.body === undefined || body === undefined) return { given: {} }
  if ('refusal' in body) return { ...refusalAnswer(body.refusal), closes: body.closes }
  const { json } = body
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refusalAnswer(refuse('bad_message'))
  }
  const given = readFields(route.body, json as Readonly<Record<string, unknown>>)
  return isRefusal(given) ? refusalAnswer(given) : { given }
}

const toAnswer = ({ cookies }: HttpDeps, { isOverTls }: Asked, reply: Reply<unknown>): Answer => {
  if ('refusal' in reply) return refusalAnswer(reply.refusal, reply.status)
  const { status = 200, body, headers = {}, cookie: change } = reply
  if (change === undefined) return jsonAnswer(status, body, headers)
  return jsonAnswer(status, body, { ...headers, 'set-cookie': cookieHeaders(cookies, isOverTls, change) })
}

const cookieHeaders = (
  { session, device }: Cookies,
  isOverTls: boolean,
  change: CookieChange,
): readonly string[] => {
  if (change === 'removed') return session.remove(isOverTls)
  return [
    ...session.set(change.token, change.maxAgeSeconds, isOverTls),
    ...(change.device === undefined ? [] : device.set(change.device, DEVICE_COOKIE_SECONDS, isOverTls)),
  ]
}
