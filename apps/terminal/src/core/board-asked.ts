import type { BoardTiming, BoardWindow } from '@ketik/protocol'

export type BoardAsked = { readonly window: BoardWindow; readonly timed: BoardTiming }
