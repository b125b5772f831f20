import { KEY_UPS_PER_BATCH_MAX, KEYS_PER_BATCH_MAX, LANGS, SEATS_MAX, SEATS_MIN } from '@ketik/race'
import { type Static, Type } from 'typebox'

const lang = Type.Enum(LANGS)
const closed = { additionalProperties: true } as const

export const PROTOCOL_VERSION = 1

/** What a client sends, by `type`. Contract A is the first block; the second is ours (protocol version 1). */
export const clientMessageSchemas = {
  login: Type.Object(
    {
      type: Type.Literal('login'),
      username: Type.String(),
      /** Absent: contract A. Present: our own clients. */
      v: Type.Optional(Type.Number()),
      token: Type.Optional(Type.String({ maxLength: 1024 })),
      /** Of a claimed name. */
      passphrase: Type.Optional(Type.String({ maxLength: 2048 })),
      /** With a token: the race that one was in, which the node then asks for at once, and not only once it has found it. */
      race: Type.Optional(Type.String({ maxLength: 64 })),
    },
    closed,
  ),
  req_matchmaking: Type.Object(
    {
      type: Type.Literal('req_matchmaking'),
      lang: Type.Optional(lang),
      seats: Type.Optional(Type.Integer({ minimum: SEATS_MIN, maximum: SEATS_MAX })),
      /** A private room: those who name the same one race each other. */
      room: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })),
      /** With a room: whether the player agrees that the race is rated. A public race is rated without it. */
      rated: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
  cancel_matchmaking: Type.Object({ type: Type.Literal('cancel_matchmaking') }, closed),
  /** Pages of contract A send their addresses; nothing of it is kept. */
  client_ip: Type.Object({ type: Type.Literal('client_ip') }, closed),
  progress: Type.Object(
    {
      type: Type.Literal('progress'),
      progress: Type.Number({ minimum: 0, maximum: 100 }),
      wpm: Type.Number({ minimum: 0 }),
    },
    closed,
  ),
  finish: Type.Object({ type: Type.Literal('finish'), wpm: Type.Number({ minimum: 0 }) }, closed),
  req_leaderboard: Type.Object(
    {
      type: Type.Literal('req_leaderboard'),
      window: Type.Optional(Type.Enum(['day', 'week', 'all'])),
      lang: Type.Optional(lang),
      /** Whose results: verified by their keys, timed by arrival, or both. */
      timed: Type.Optional(Type.Enum(['keys', 'arrival', 'any'])),
    },
    closed,
  ),
  chat: Type.Object({ type: Type.Literal('chat'), text: Type.String() }, closed),

  leave_queue: Type.Object({ type: Type.Literal('leave_queue') }, closed),
  leave_race: Type.Object({ type: Type.Literal('leave_race') }, closed),
  /** `t`: the client's own clock. `echo` and `heldMs`: the `now` of the last pong and how long ago it came. */
  ping: Type.Object(
    {
      type: Type.Literal('ping'),
      t: Type.Number(),
      echo: Type.Optional(Type.Number()),
      heldMs: Type.Optional(Type.Number({ minimum: 0 })),
    },
    closed,
  ),
  /**
   * `from`: the number of the batch's first key. A key is [milliseconds since the start instant, what was pressed].
   * `ups`: releases of keys of this batch and earlier ones, [number of the key, milliseconds since the start instant].
   */
  keys: Type.Object(
    {
      type: Type.Literal('keys'),
      race: Type.String({ maxLength: 32 }),
      from: Type.Integer({ minimum: 0 }),
      keys: Type.Array(
        Type.Tuple([Type.Integer({ minimum: 0 }), Type.String({ minLength: 1, maxLength: 32 })]),
        {
          minItems: 1,
          maxItems: KEYS_PER_BATCH_MAX,
        },
      ),
      ups: Type.Optional(
        Type.Array(Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })]), {
          maxItems: KEY_UPS_PER_BATCH_MAX,
        }),
      ),
    },
    closed,
  ),
} as const

export type ClientMessageType = keyof typeof clientMessageSchemas
export type ClientMessageOf<K extends ClientMessageType> = Static<(typeof clientMessageSchemas)[K]>
export type ClientMessage = { [K in ClientMessageType]: ClientMessageOf<K> }[ClientMessageType]
