import { Type } from 'typebox'
import type { HttpDeps } from '../http-deps.ts'
import { createReadiness } from '../readiness.ts'
import { type Route, route } from '../route.ts'

export const healthRoute = (): Route =>
  route({
    path: '/healthz',
    summary: 'Whether the process lives',
    answers: Type.Object({ alive: Type.Literal(true) }),
    handle: () => ({ body: { alive: true as const } }),
  })

export const readyRoute = (deps: HttpDeps): Route => {
  const notReady = createReadiness(deps)
  return route({
    path: '/readyz',
    summary:
      'Whether this node can serve: Redis and PostgreSQL answer within a second, and it is not draining',
    answers: Type.Object({
      ready: Type.Boolean(),
      reasons: Type.Optional(Type.Array(Type.Enum(['redis', 'postgres', 'draining']))),
    }),
    statuses: { 200: 'It can', 503: 'It cannot, for these reasons' },
    handle: async () => {
      const reasons = await notReady()
      return reasons.length === 0
        ? { body: { ready: true } }
        : { status: 503, body: { ready: false, reasons } }
    },
  })
}
