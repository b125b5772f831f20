import { refuse } from '@ketik/protocol'
import { Type } from 'typebox'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'
import { admitForms, FORM_REFUSALS, presentedSession } from '../session-answer.ts'
import { loggedKey } from './seat-row.ts'

/** A key log shows how a person's hands move, so nobody but that person receives it here. */
export const ownKeysRoute = (deps: HttpDeps): Route =>
  route({
    path: '/api/races/{id}/keys',
    summary: 'The keys that the player of the session typed in a race, once they are stored',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }),
    answers: Type.Object({ seat: Type.Integer({ minimum: 0 }), keys: Type.Array(loggedKey) }),
    refusals: {
      400: 'The id is not UTF-8, or longer than any id',
      403: FORM_REFUSALS[403],
      404: 'No such race, or the player of the session typed no keys in it, or they have been deleted',
      503: 'PostgreSQL is away',
    },
    admit: admitForms(deps, false),
    handle: async ({ id }, asked) => {
      const player = presentedSession(deps, asked)?.identity.player
      const race = player === undefined ? undefined : await deps.scores.raceResults(id)
      const seat = race?.rows.find(row => race.typedBy[row.seat] === player)?.seat
      const keys = seat === undefined ? undefined : race?.keyLogs[seat]
      return seat === undefined || keys === undefined
        ? { refusal: refuse('not_found') }
        : { body: { seat, keys } }
    },
  })
