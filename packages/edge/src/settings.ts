/** What a host may set for a node that players connect to. */
export type EdgeSettings = {
  /** Shared by all nodes; signs session tokens. At least 16 characters. */
  readonly sessionSecret: string
  /** Its tokens are good too, and it signs none: for changing the secret. At least 16 characters. */
  readonly sessionSecretSecond?: string | undefined
  /** The most connections of one node. */
  readonly connectionsMax: number
  /** The most connections of one address. */
  readonly connectionsPerAddressMax: number
  /** What one connection may send for ever; twice as many at once. */
  readonly messagesPerSecond: number
  /** Chat messages of one connection; CHAT_PER_TEN_SECONDS unless set. */
  readonly chatPerTenSeconds?: number
}

export const TICK_MS = 50
/** After a tick, time for the batches of the other nodes to come before what changed here is shown without them. */
export const SHOW_AFTER_MS = 4
/** Turns of housekeeping (seconds) for which a v1 client may be silent in the lobby. */
export const IDLE_TURNS_MAX = 180
/** And for which a v1 racer may answer no ping; each turn sends one. */
export const PING_TURNS_MAX = 4
/** Bytes a client may leave unread before it misses updates, and before it is closed. */
export const BEHIND_BYTES = 64 * 1024
export const TOO_SLOW_BYTES = 1024 * 1024
