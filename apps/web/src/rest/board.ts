import type { BoardRow, BoardTiming } from '@ketik/protocol'
import {
  count,
  flag,
  listOf,
  maybe,
  number,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  text,
} from '../link/shape.ts'

export const WINDOWS = ['day', 'week', 'all'] as const
export type BoardWindow = (typeof WINDOWS)[number]
export const TIMINGS: readonly BoardTiming[] = ['keys', 'arrival', 'any']

export type Board = { readonly data: readonly BoardRow[]; readonly stale?: boolean }

const boardRow = objectOf<BoardRow>({
  rank: count,
  username: text,
  wpm: number,
  accuracy: orNull(number),
  races: count,
  at: number,
  timed: oneOf('keys', 'arrival'),
  race: text,
})

export const board: Shape<Board> = objectOf<Board>({
  data: listOf(boardRow),
  stale: maybe(flag) as Shape<boolean>,
})

export const boardPath = (window: BoardWindow, lang: string, timed: BoardTiming, limit: number): string =>
  `/api/leaderboard?window=${window}&limit=${limit}${lang === '' ? '' : `&lang=${lang}`}${timed === 'keys' ? '' : `&timed=${timed}`}`
