import { type BoardTiming, type BoardWindow, boardRowSchema, checkerOf } from '@ketik/protocol'
import { Type } from 'typebox'

export const board = checkerOf(
  Type.Object({ data: Type.Array(boardRowSchema), stale: Type.Optional(Type.Boolean()) }),
)
export const boardPath = (window: BoardWindow, lang: string, timed: BoardTiming, limit: number): string =>
  `/api/leaderboard?window=${window}&limit=${limit}${lang === '' ? '' : `&lang=${lang}`}${timed === 'keys' ? '' : `&timed=${timed}`}`
