import { refuse } from '@ketik/protocol'
import { Type } from 'typebox'
import { callerOf } from '../caller.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'
import { admitForms, FORM_REFUSALS } from '../session-answer.ts'
import { loggedKey } from './seat-row.ts'

/** A key log shows how a person's hands move, so nobody but that person receives it here. */
export const ownKeysRoute = (deps: HttpDeps): Route =>
  route({
    path: '/api/races/{id}/keys',
    summary: 'The keys that the player of the session typed in a race, once they are stored',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }),
    answers: Type.Object({
      seats: Type.Array(Type.Object({ seat: Type.Integer({ minimum: 0 }), keys: Type.Array(loggedKey) }), {
        minItems: 1,
        description: 'Each seat that the player typed in',
      }),
    }),
    refusals: {
      400: 'The id is not UTF-8, or longer than any id',
      403: FORM_REFUSALS[403],
      404: 'No such race, no session that stands, or its player typed no keys in the race, or they have been deleted',
      503: 'PostgreSQL is away',
    },
    admit: admitForms(deps, false),
    handle: async ({ id }, asked) => {
      const player = await callerOf(deps, asked)
      const seats = player === undefined ? [] : await deps.scores.ownKeys(id, player)
      return seats.length === 0 ? { refusal: refuse('not_found') } : { body: { seats } }
    },
  })
