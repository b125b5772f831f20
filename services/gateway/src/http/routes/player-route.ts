import { refuse } from '@ketik/protocol'
import { Type } from 'typebox'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const answers = Type.Object({
  username: Type.String({ description: 'As spelled in the latest race' }),
  races: Type.Integer({ minimum: 0 }),
  wins: Type.Integer({ minimum: 0 }),
  best: orNull(
    Type.Object({
      wpm: Type.Number(),
      accuracy: orNull(Type.Number()),
      at: Type.Integer(),
      raceId: Type.String(),
    }),
  ),
  recent: Type.Array(
    Type.Object({
      raceId: Type.String(),
      at: Type.Integer(),
      lang: Type.String(),
      timed: Type.Enum(['keys', 'arrival'], { description: '`keys`: every keystroke was verified' }),
      state: Type.Enum(['finished', 'left']),
      reason: orNull(Type.String()),
      won: Type.Boolean(),
      place: orNull(Type.Integer({ minimum: 1 })),
      wpm: orNull(Type.Number()),
      accuracy: orNull(Type.Number()),
      review: Type.Boolean(),
    }),
    { description: 'The latest 20, latest first' },
  ),
})

export const playerRoute = ({ scores }: HttpDeps): Route =>
  route({
    path: '/api/players/{username}',
    summary: 'What a player has raced; by name in any spelling that counts as the same name',
    params: Type.Object({ username: Type.String({ minLength: 1, maxLength: 384 }) }),
    answers,
    refusals: {
      400: 'The name is not UTF-8, or longer than any name',
      404: 'Nobody of that name has raced',
      503: 'PostgreSQL is away',
    },
    handle: async ({ username }) => {
      const body = await scores.playerProfile(username)
      return body === undefined ? { refusal: refuse('not_found') } : { body }
    },
  })
