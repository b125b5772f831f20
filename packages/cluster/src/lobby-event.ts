import type { ModerationAction } from './moderation-action.ts'

export type Door = 'json' | 'nick' | 'plain' | 'socket.io' | 'operator'

/**
 * An event of the lobby, with its number in the order that every node sees. Plain text without a name has no `from`.
 * `owner`: the sender proved the account of the name.
 */
export type LobbyEvent =
  | {
      readonly n: number
      readonly kind: 'join' | 'leave'
      readonly username: string
      readonly door: Door
      readonly online: number
      readonly at: number
    }
  | {
      readonly n: number
      readonly kind: 'chat'
      readonly from?: string
      readonly owner?: true
      readonly text: string
      readonly door: Door
      readonly at: number
    }
export type ChatEvent = Extract<LobbyEvent, { kind: 'chat' }>

/** A name changed its owner (`claim`: see `readClaim`), or a session or token ended. Nodes close what it concerns. */
export type AccountEvent = { readonly n: number; readonly kind: 'account'; readonly at: number } & (
  | { readonly folded: string; readonly claim: string }
  | { readonly ended: string }
)

/** The events of the feed: those that players see, moderation actions, and changes of accounts. The bus calls an action `measure`. */
export type FeedEvent =
  | LobbyEvent
  | AccountEvent
  | { readonly n: number; readonly kind: 'measure'; readonly measure: ModerationAction; readonly at: number }
