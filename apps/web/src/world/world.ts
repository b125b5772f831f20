import { type Link, newLink, type RaceWish } from '@ketik/client'
import type { RefusalCode } from '@ketik/protocol'
import type { LobbyLine } from './lobby-line.ts'
import type { Said } from './saying.ts'

export type Notice =
  | { readonly kind: 'garbage' | 'old-server' | 'new-server' | 'no-storage' | 'moving' }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly again?: RaceWish }

/** What the text refused last. */
export type Hint = 'paste' | 'suggestion'

export type World = {
  /** The player, the connection, the queue and the race. */
  readonly link: Link
  readonly hasNetwork: boolean
  readonly lines: readonly LobbyLine[]
  /** Physical keys that are down, by `KeyboardEvent.code`: the number of the key that each typed last. */
  readonly down: ReadonlyMap<string, number>
  readonly hint: Hint | null
  readonly notice: Notice | null
  readonly said: Said
  /** Counts leaderboards received, so that boards on the page know when to look again. */
  readonly boardVersion: number
}

export const newWorld: World = {
  link: newLink({
    addresses: 1,
    retriesNameTaken: false,
    restsWhenIdle: true,
    firstAnswerMs: null,
    leavesOtherServices: false,
  }),
  hasNetwork: true,
  lines: [],
  down: new Map(),
  hint: null,
  notice: null,
  said: { polite: null, urgent: null, count: 0 },
  boardVersion: 0,
}

export const nameOf = ({ link }: World): string | null => link.credentials?.username ?? null
export const tokenOf = ({ link }: World): string | null => link.credentials?.token ?? null
