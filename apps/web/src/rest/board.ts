import { type BoardTiming, boardRowSchema, checkerOf } from '@ketik/protocol'
import { Type } from 'typebox'

export const WINDOWS = ['day', 'week', 'all'] as const
export type BoardWindow = (typeof WINDOWS)[number]
export const TIMINGS: readonly BoardTiming[] = ['keys', 'arrival', 'any']

export const board = checkerOf(
  Type.Object({ data: Type.Array(boardRowSchema), stale: Type.Optional(Type.Boolean()) }),
)
export const boardPath = (window: BoardWindow, lang: string, timed: BoardTiming, limit: number): string =>
  `/api/leaderboard?window=${window}&limit=${limit}${lang === '' ? '' : `&lang=${lang}`}${timed === 'keys' ? '' : `&timed=${timed}`}`
