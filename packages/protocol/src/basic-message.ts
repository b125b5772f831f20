import { type Static, type TSchema, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { boardRowSchema } from './board-row.ts'
import { count, figure, openEnum, orNull, text } from './schema-parts.ts'
import { GAME_OVER_REASONS, gameResult, type ServerMessage, serverMessageSchemas } from './server-message.ts'

const { bye, chat, countdown, error, presence, res_leaderboard } = serverMessageSchemas

/**
 * What a basic client receives, by `type` or by `status`. Those clients were written for other servers: the names and
 * the presence of these fields cannot change.
 */
export const basicMessageSchemas = {
  res_leaderboard: Type.Object({
    ...res_leaderboard.properties,
    username: text('The name of the receiver.'),
  }),
  waiting: Type.Object({
    status: Type.Literal('waiting'),
    waiting_count: count('All players who are waiting in the cluster.'),
    message: text('Indonesian, because these clients show it as it is.'),
  }),
  matched: Type.Object({
    status: Type.Literal('matched'),
    opponent: text('The first of `opponents`.'),
    opponents: Type.Array(text()),
  }),
  matchmaking_canceled: Type.Object({ type: Type.Literal('matchmaking_canceled') }),
  countdown,
  start_game: Type.Object({
    type: Type.Literal('start_game'),
    text: text(),
    duration: count('Whole seconds to the race’s deadline.'),
  }),
  opponent_progress: Type.Object({
    type: Type.Literal('opponent_progress'),
    progress: figure('Percent of the text.'),
    username: text(),
    wpm: figure(),
  }),
  game_over: Type.Object({
    type: Type.Literal('game_over'),
    result: gameResult,
    reason: openEnum(GAME_OVER_REASONS),
    place: Type.Optional(count()),
    race: text(),
    wpm: count('For an unfinished text, of the part that the player typed.'),
    winner: orNull(text(), 'Null for a draw, for a cancelled race, and while the first place is open.'),
    leaderboard: Type.Array(boardRowSchema, {
      description: 'As `data` of `res_leaderboard`, with this race if it counts.',
    }),
  }),
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
