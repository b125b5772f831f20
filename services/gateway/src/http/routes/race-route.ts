import { refuse } from '@ketik/protocol'
import type { PlayerId } from '@ketik/race'
import { isRetryable, type RaceResults } from '@ketik/scores'
import { Type } from 'typebox'
import type { Asked } from '../asked.ts'
import { callerOf } from '../caller.ts'
import { fromCluster } from '../from-cluster.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type RaceRecord, raceRecord } from '../race-record.ts'
import { type RaceUnderWay, raceUnderWay } from '../race-under-way.ts'
import { type Reply, type Route, route } from '../route.ts'
import { activeRow, curvePoint, racedText, seatRow } from './seat-row.ts'

const answers = Type.Object({
  id: Type.String(),
  text: racedText,
  startsAt: Type.Number({ description: 'Epoch milliseconds' }),
  endedAt: Type.Union([Type.Number(), Type.Null()], {
    description: 'null: the race still runs, or its end is not stored yet',
  }),
  cancelled: Type.Boolean(),
  rows: Type.Array(Type.Union([seatRow, activeRow])),
  curves: Type.Unsafe<RaceRecord['curves']>(
    Type.Record(Type.String(), Type.Array(curvePoint), {
      description:
        'By seat, of the seats that sent keys: progress in steps of 50 ms; until the race has ended, of stored finishes only',
    }),
  ),
})

export const raceRoute = (deps: HttpDeps): Route =>
  route({
    path: '/api/races/{id}',
    summary: 'A race from its announcement on: a row for each seat, and the progress of its stored seats',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }),
    answers,
    refusals: {
      400: 'The id is not UTF-8, or longer than any id',
      404: 'No such race, or a hidden one that the caller did not race in',
      503: 'PostgreSQL or Redis is away',
    },
    handle: async ({ id }, asked) => {
      const stored = await storedOrFault(deps, id)
      const settled = 'race' in stored ? stored.race : undefined
      if (settled !== undefined && settled.endedAt !== null)
        return shownTo(asked, deps, settled, Object.values(settled.typedBy))
      const race = await fromCluster(deps.node.cluster.races.load(id))
      // While PostgreSQL is away, what the cluster knows is still true.
      if (race === undefined && 'fault' in stored) throw stored.fault
      if (race === undefined) {
        // The cluster has lost the race in the middle: what was stored of it stands.
        return settled === undefined
          ? { refusal: refuse('not_found') }
          : shownTo(asked, deps, settled, Object.values(settled.typedBy))
      }
      const players = race.plan.seats.map(({ player }) => player)
      return shownTo(asked, deps, raceUnderWay(race, settled, deps.node.now()), players)
    },
  })

/** Who raced in a hidden race sees it. For everyone else it is a race that does not exist. */
const shownTo = async (
  asked: Asked,
  deps: HttpDeps,
  race: RaceResults | RaceUnderWay,
  players: readonly PlayerId[],
): Promise<Reply<RaceRecord>> => {
  const caller = race.isPrivate ? await callerOf(deps, asked) : undefined
  const isVisible = !race.isPrivate || (caller !== undefined && players.includes(caller))
  return isVisible ? { body: raceRecord(race) } : { refusal: refuse('not_found') }
}

type Stored = { readonly race: RaceResults | undefined } | { readonly fault: unknown }

const storedOrFault = async ({ scores }: HttpDeps, id: string): Promise<Stored> => {
  try {
    return { race: await scores.raceResults(id) }
  } catch (fault) {
    if (isRetryable(fault)) return { fault }
    throw fault
  }
}
