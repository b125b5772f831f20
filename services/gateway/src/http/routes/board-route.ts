import { BOARD_TIMINGS, BOARD_WINDOWS } from '@ketik/protocol'
import { LANGS } from '@ketik/race'
import { LEADERBOARD_ROWS_MAX } from '@ketik/scores'
import { Type } from 'typebox'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'

const window = Type.Enum([...BOARD_WINDOWS], { default: 'all', description: 'Days and weeks are UTC ones' })

const answers = Type.Object({
  window,
  data: Type.Array(
    Type.Object({
      rank: Type.Integer({ minimum: 1 }),
      username: Type.String(),
      wpm: Type.Number({ description: 'To one decimal' }),
      accuracy: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
      races: Type.Integer({ minimum: 1 }),
      at: Type.Integer({ description: 'Epoch milliseconds' }),
      timed: Type.Enum(['keys', 'arrival'], {
        description: 'How the best was timed; `keys` are verified keystrokes',
      }),
      race: Type.String({ description: "The id of the best's race" }),
    }),
  ),
  stale: Type.Optional(
    Type.Boolean({ description: 'PostgreSQL did not answer; this is the last good copy' }),
  ),
})

export const boardRoute = ({ node }: HttpDeps): Route =>
  route({
    path: '/api/leaderboard',
    summary: 'The best results of a day, a week or all time',
    query: Type.Object({
      window,
      limit: Type.Integer({ minimum: 1, maximum: LEADERBOARD_ROWS_MAX, default: 10 }),
      lang: Type.Optional(Type.Enum([...LANGS])),
      timed: Type.Enum([...BOARD_TIMINGS], {
        default: 'keys',
        description: 'Results verified by their keys, those timed by arrival, or the best of both',
      }),
    }),
    answers,
    refusals: { 400: 'A value is out of range', 503: 'PostgreSQL is away and no copy is kept' },
    handle: async ({ window, limit, lang, timed }) => {
      const { data, stale } = await node.boards.top({
        window,
        limit,
        timed,
        ...(lang === undefined ? {} : { lang }),
      })
      return { body: { window, data, ...(stale ? { stale } : {}) } }
    },
  })
