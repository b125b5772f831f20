import { type Static, type TSchema, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { boardRowSchema } from './board-row.ts'
import { count, openEnum, orNull, text } from './schema-parts.ts'
import { gameResult, type ServerMessage, serverMessageSchemas } from './server-message.ts'

const { bye, chat, countdown, error, opponent_progress, presence, res_leaderboard } = serverMessageSchemas

/** What a client of contract A receives, by `type` or by `status`: the exact fields that those clients need. */
export const basicMessageSchemas = {
  res_leaderboard: Type.Object({ ...res_leaderboard.properties, username: text }),
  /** `message` is Indonesian, because pages of contract A show it as it is. */
  waiting: Type.Object({ status: Type.Literal('waiting'), waiting_count: count, message: text }),
  matched: Type.Object({ status: Type.Literal('matched'), opponent: text, opponents: Type.Array(text) }),
  matchmaking_canceled: Type.Object({ type: Type.Literal('matchmaking_canceled') }),
  countdown,
  start_game: Type.Object({
    type: Type.Literal('start_game'),
    text,
    /** Whole seconds from the start to the race's deadline. */
    duration: Type.Integer({ minimum: 0 }),
  }),
  opponent_progress,
  game_over: Type.Object({
    type: Type.Literal('game_over'),
    result: gameResult,
    reason: openEnum(['finish', 'timeout', 'opponent_left', 'implausible', 'cancelled']),
    place: Type.Optional(count),
    race: text,
    wpm: Type.Integer({ minimum: 0 }),
    winner: orNull(text),
    /** Rows as in `res_leaderboard`, with this race if it counts. */
    leaderboard: Type.Array(boardRowSchema),
  }),
  /** The ten best of all time have changed; at most once per second. */
  leaderboard_update: Type.Object({
    type: Type.Literal('leaderboard_update'),
    leaderboard: Type.Array(boardRowSchema),
  }),
  chat,
  presence,
  error,
  bye,
} as const satisfies Readonly<Record<string, TSchema>>

export type BasicMessageName = keyof typeof basicMessageSchemas
export type BasicMessageOf<K extends BasicMessageName> = AsReadonly<Static<(typeof basicMessageSchemas)[K]>>
export type BasicServerMessage = { [K in BasicMessageName]: BasicMessageOf<K> }[BasicMessageName]

export const encode = (message: ServerMessage | BasicServerMessage): string => JSON.stringify(message)
