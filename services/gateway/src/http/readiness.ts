import type { HttpDeps } from './http-deps.ts'
import { keptFor } from './kept-for.ts'

const ANSWER_WITHIN_MS = 1_000
/** However many health checkers there are, the services are asked this seldom. */
const KEPT_MS = 250

export type NotReady = 'redis' | 'postgres' | 'draining'

/** Why this node cannot serve; empty when it can. */
export const createReadiness = ({ node, scores }: HttpDeps): (() => Promise<readonly NotReady[]>) => {
  const redis = answersInTime(() => node.cluster.writes.ofAll())
  const postgres = answersInTime(() => scores.ping())
  const services = keptFor(KEPT_MS, () => Promise.all([redis(), postgres()]))
  return async () => {
    const [hasRedis, hasPostgres] = await services()
    return [
      ...(hasRedis && node.cluster.reachable ? [] : ['redis' as const]),
      ...(hasPostgres ? [] : ['postgres' as const]),
      ...(node.admission.isDraining ? ['draining' as const] : []),
    ]
  }
}

/** Whether a service answers in time. One question is out at a time: a frozen service is not asked more and more. */
const answersInTime = (ask: () => Promise<unknown>): (() => Promise<boolean>) => {
  let asking: Promise<boolean> | undefined
  return () => {
    asking ??= ask()
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asking = undefined
      })
    return inTime(asking)
  }
}

const inTime = (asking: Promise<boolean>): Promise<boolean> =>
  new Promise(resolve => {
    const late = setTimeout(resolve, ANSWER_WITHIN_MS, false)
    asking.then(answered => {
      clearTimeout(late)
      resolve(answered)
    })
  })
