import { Type } from 'typebox'
import { fromCluster } from '../from-cluster.ts'
import type { HttpDeps } from '../http-deps.ts'
import { keptFor } from '../kept-for.ts'
import { type Route, route } from '../route.ts'

const PLAYERS_MAX = 100
const RACES_MAX = 50
/** Names are asked for this seldom, however many look. */
const KEPT_MS = 500

export const onlineRoute = ({ node }: HttpDeps): Route => {
  const players = keptFor(KEPT_MS, () => fromCluster(node.cluster.lobby.whoIsOnline(PLAYERS_MAX)))
  return route({
    path: '/api/online',
    summary: 'How many are online over the whole cluster, and some of them by name',
    answers: Type.Object({
      online: Type.Integer({ minimum: 0 }),
      players: Type.Array(Type.String(), { maxItems: PLAYERS_MAX }),
    }),
    refusals: { 503: 'Redis is away' },
    handle: async () => ({ body: { players: await players(), online: node.cluster.lobby.online } }),
  })
}

export const liveRoute = ({ node }: HttpDeps): Route =>
  route({
    path: '/api/live',
    summary: 'The races with a player on this node that are not hidden, and how far each racer is',
    answers: Type.Object({
      races: Type.Array(
        Type.Object({
          id: Type.String(),
          startsAt: Type.Number({ description: 'Epoch milliseconds' }),
          lang: Type.String(),
          seats: Type.Array(
            Type.Object({
              username: Type.String(),
              progress: Type.Number({ minimum: 0, maximum: 100, description: 'Percent' }),
            }),
          ),
        }),
        { maxItems: RACES_MAX },
      ),
    }),
    handle: () => ({ body: { races: liveRaces(node) } }),
  })

const liveRaces = (node: HttpDeps['node']) => {
  const races = []
  for (const live of node.races.all) {
    if (races.length === RACES_MAX) break
    if (live.race.plan.isPrivate) continue
    const { id, startsAt, text, seats } = live.race.plan
    const percents = live.progress.percents()
    races.push({
      id,
      startsAt,
      lang: text.lang,
      seats: seats.map(({ username }, seat) => ({ username, progress: percents[seat] ?? 0 })),
    })
  }
  return races
}
