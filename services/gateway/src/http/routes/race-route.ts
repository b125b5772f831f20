import { refuse } from '@ketik/protocol'
import type { RaceResults } from '@ketik/scores'
import { Type } from 'typebox'
import { fromCluster } from '../from-cluster.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'
import { loggedKey, racedText, seatRow } from './seat-row.ts'

const answers = Type.Object({
  id: Type.String(),
  text: racedText,
  startsAt: Type.Number({ description: 'Epoch milliseconds' }),
  endedAt: Type.Number(),
  cancelled: Type.Boolean(),
  rows: Type.Array(seatRow),
  keyLogs: Type.Unsafe<RaceResults['keyLogs']>(
    Type.Record(Type.String(), Type.Array(loggedKey), { description: 'By seat; the seats that sent keys' }),
  ),
})

export const raceRoute = ({ node, scores }: HttpDeps): Route =>
  route({
    path: '/api/races/{id}',
    summary: 'The result rows of a race and its keys, for replay; there once the race is over and stored',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }),
    answers,
    refusals: {
      400: 'The id is not UTF-8, or longer than any id',
      404: 'No such race; `retryable` says that it still runs or is being stored',
      503: 'PostgreSQL or Redis is away',
    },
    handle: async ({ id }) => {
      const body = await scores.raceResults(id)
      if (body !== undefined) return { body }
      const isUnderWay = (await fromCluster(node.cluster.races.load(id))) !== undefined
      return { refusal: isUnderWay ? refuse('not_found', { retryable: true }) : refuse('not_found') }
    },
  })
