import { refuse } from '@ketik/protocol'
import type { Race } from '@ketik/race'
import { isRetryable, type RaceResults } from '@ketik/scores'
import { Type } from 'typebox'
import type { Asked } from '../asked.ts'
import { fromCluster } from '../from-cluster.ts'
import type { HttpDeps } from '../http-deps.ts'
import { raceUnderWay } from '../race-under-way.ts'
import { type Route, route } from '../route.ts'
import { presentedSession } from '../session-answer.ts'
import { activeRow, loggedKey, racedText, seatRow } from './seat-row.ts'

const answers = Type.Object({
  id: Type.String(),
  text: racedText,
  startsAt: Type.Number({ description: 'Epoch milliseconds' }),
  endedAt: Type.Union([Type.Number(), Type.Null()], {
    description: 'null: the race still runs, or its end is not stored yet',
  }),
  cancelled: Type.Boolean(),
  rows: Type.Array(Type.Union([seatRow, activeRow])),
  keyLogs: Type.Unsafe<RaceResults['keyLogs']>(
    Type.Record(Type.String(), Type.Array(loggedKey), {
      description: 'By seat, of the seats that sent keys; until the race has ended, of stored finishes only',
    }),
  ),
})

export const raceRoute = (deps: HttpDeps): Route =>
  route({
    path: '/api/races/{id}',
    summary: 'A race from its announcement on: a row for each seat, and the keys of its stored seats',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }),
    answers,
    refusals: {
      400: 'The id is not UTF-8, or longer than any id',
      404: 'No such race; `retryable`: a race in a private room that still runs, and the caller is not in it',
      503: 'PostgreSQL or Redis is away',
    },
    handle: async ({ id }, asked) => {
      const stored = await storedOrFault(deps, id)
      if ('race' in stored && stored.race !== undefined && stored.race.endedAt !== null)
        return { body: stored.race }
      const race = await fromCluster(deps.node.cluster.races.load(id))
      // While PostgreSQL is away, what the cluster knows is still true.
      if (race === undefined && 'fault' in stored) throw stored.fault
      const finishes = 'race' in stored ? stored.race : undefined
      if (race === undefined) {
        // The cluster has lost the race in the middle: what was stored of it stands.
        return finishes === undefined ? { refusal: refuse('not_found') } : { body: finishes }
      }
      if (race.plan.isPrivate && !isIn(race, deps, asked))
        return { refusal: refuse('not_found', { retryable: true }) }
      return { body: raceUnderWay(race, finishes, deps.node.now()) }
    },
  })

type Stored = { readonly race: RaceResults | undefined } | { readonly fault: unknown }

const storedOrFault = async ({ scores }: HttpDeps, id: string): Promise<Stored> => {
  try {
    return { race: await scores.raceResults(id) }
  } catch (fault) {
    if (isRetryable(fault)) return { fault }
    throw fault
  }
}

const isIn = (race: Race, deps: HttpDeps, asked: Asked): boolean => {
  const player = presentedSession(deps, asked)?.identity.player
  return player !== undefined && race.plan.seats.some(seat => seat.player === player)
}
