import type { BoardTiming } from '@ketik/protocol'

export type BoardWindow = 'day' | 'week' | 'all'
export type BoardAsked = { readonly window: BoardWindow; readonly timed: BoardTiming }
