import type { Measure } from './measure.ts'

export type Door = 'json' | 'nick' | 'plain' | 'socket.io' | 'operator'

/**
 * What happens in the lobby, numbered in the one order that every node sees. `from` is absent for nameless plain text.
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

/** What became of a name, as `readClaim` reads it, or which session or token ended: those whom it concerns have to go. */
export type AccountEvent = { readonly n: number; readonly kind: 'account'; readonly at: number } & (
  | { readonly folded: string; readonly claim: string }
  | { readonly ended: string }
)

/** What the feed carries: what players see, what operators impose, and what becomes of accounts. */
export type FeedEvent =
  | LobbyEvent
  | AccountEvent
  | { readonly n: number; readonly kind: 'measure'; readonly measure: Measure; readonly at: number }
