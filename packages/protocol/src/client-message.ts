import { KEY_UPS_PER_BATCH_MAX, KEYS_PER_BATCH_MAX, LANGS, SEATS_MAX, SEATS_MIN } from '@ketik/race'
import { type Static, Type } from 'typebox'
import { BOARD_WINDOWS, boardTiming } from './board-row.ts'

const lang = Type.Enum(LANGS)
const open = { additionalProperties: true } as const
const offsetMs = (description: string) => Type.Integer({ minimum: 0, description })

export const PROTOCOL_VERSION = 1

/** What a client sends, by `type`. Basic clients send the first block, v1 clients also the second. */
export const clientMessageSchemas = {
  login: Type.Object(
    {
      type: Type.Literal('login'),
      username: Type.String(),
      v: Type.Optional(Type.Number({ description: '1 for a v1 client. Absent for a basic client.' })),
      token: Type.Optional(Type.String({ maxLength: 1024, description: 'Of an earlier `welcome`.' })),
      passphrase: Type.Optional(
        Type.String({ maxLength: 2048, description: 'The password of a registered name.' }),
      ),
      race: Type.Optional(
        Type.String({
          maxLength: 64,
          description: 'With a token: the player’s last race. The node looks for it at once.',
        }),
      ),
    },
    open,
  ),
  req_matchmaking: Type.Object(
    {
      type: Type.Literal('req_matchmaking'),
      lang: Type.Optional(lang),
      seats: Type.Optional(Type.Integer({ minimum: SEATS_MIN, maximum: SEATS_MAX })),
      room: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 64,
          pattern: '^[A-Za-z0-9_-]+$',
          description: 'A private room: players who name the same room race each other.',
        }),
      ),
      rated: Type.Optional(
        Type.Boolean({
          description: 'With a room: the player agrees that the race is rated. A public race always is.',
        }),
      ),
    },
    open,
  ),
  cancel_matchmaking: Type.Object({ type: Type.Literal('cancel_matchmaking') }, open),
  client_ip: Type.Object({ type: Type.Literal('client_ip') }, open),
  progress: Type.Object(
    {
      type: Type.Literal('progress'),
      progress: Type.Number({ minimum: 0, maximum: 100, description: 'Percent of the text.' }),
      wpm: Type.Number({ minimum: 0, description: 'The server computes its own.' }),
    },
    open,
  ),
  finish: Type.Object({ type: Type.Literal('finish'), wpm: Type.Number({ minimum: 0 }) }, open),
  req_leaderboard: Type.Object(
    {
      type: Type.Literal('req_leaderboard'),
      window: Type.Optional(Type.Enum([...BOARD_WINDOWS])),
      lang: Type.Optional(lang),
      timed: Type.Optional(boardTiming),
    },
    open,
  ),
  chat: Type.Object({ type: Type.Literal('chat'), text: Type.String() }, open),

  leave_queue: Type.Object({ type: Type.Literal('leave_queue') }, open),
  leave_race: Type.Object({ type: Type.Literal('leave_race') }, open),
  ping: Type.Object(
    {
      type: Type.Literal('ping'),
      t: Type.Number({ description: 'The client’s own clock. The `pong` returns it.' }),
      echo: Type.Optional(Type.Number({ description: '`now` of the last `pong`.' })),
      heldMs: Type.Optional(
        Type.Number({ minimum: 0, description: 'Milliseconds since that `pong` arrived.' }),
      ),
    },
    open,
  ),
  keys: Type.Object(
    {
      type: Type.Literal('keys'),
      race: Type.String({ maxLength: 32 }),
      from: Type.Integer({ minimum: 0, description: 'The number of the batch’s first key.' }),
      keys: Type.Array(
        Type.Tuple([
          offsetMs('Milliseconds since `startsAt`.'),
          Type.String({ minLength: 1, maxLength: 32, description: 'The key.' }),
        ]),
        { minItems: 1, maxItems: KEYS_PER_BATCH_MAX },
      ),
      ups: Type.Optional(
        Type.Array(
          Type.Tuple([
            Type.Integer({ minimum: 0, description: 'The number of a key.' }),
            offsetMs('Milliseconds since `startsAt` at which the player released it.'),
          ]),
          { maxItems: KEY_UPS_PER_BATCH_MAX, description: 'Of keys of this batch and earlier ones.' },
        ),
      ),
    },
    open,
  ),
} as const

export type ClientMessageType = keyof typeof clientMessageSchemas
export type ClientMessageOf<K extends ClientMessageType> = Static<(typeof clientMessageSchemas)[K]>
export type ClientMessage = { [K in ClientMessageType]: ClientMessageOf<K> }[ClientMessageType]
