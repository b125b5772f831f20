import { LANGS } from '@ketik/race'
import { type Static, type TSchema, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { boardRowSchema, boardTiming } from './board-row.ts'
import { raceViewSchema, seatChangedSchema, seatViewSchema, standingViewSchema } from './race-view.ts'
import { REFUSALS, type RefusalCode } from './refusal.ts'
import { count, figure, flag, instant, openEnum, orNull, text } from './schema-parts.ts'

const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[]

/** How a race ends for a player. `cancelled`: the race did not take place. */
export const gameResult = Type.Enum(['won', 'lost', 'draw', 'cancelled'])

/**
 * What a v1 client receives, by `type`, or by `status` where a message has no `type`. A client ignores fields that it
 * does not know. `basic-message.ts` has what differs for a client of contract A.
 */
export const serverMessageSchemas = {
  res_leaderboard: Type.Object({
    type: Type.Literal('res_leaderboard'),
    /** The name that this connection holds. */
    username: Type.Optional(text),
    data: Type.Array(boardRowSchema),
    window: Type.Enum(['day', 'week', 'all']),
    /** Absent: every language. */
    lang: Type.Optional(Type.Enum(LANGS)),
    timed: Type.Optional(boardTiming),
    /** PostgreSQL is away: `data` is the last good copy, or empty. */
    stale: Type.Optional(flag),
  }),
  waiting: Type.Object({
    status: Type.Literal('waiting'),
    /** All players who are waiting in the cluster. */
    waiting_count: count,
    message: Type.Optional(text),
  }),
  matched: Type.Object({
    status: Type.Literal('matched'),
    opponent: text,
    opponents: Type.Array(text),
    race: Type.Optional(raceViewSchema),
  }),
  countdown: Type.Object({ type: Type.Literal('countdown'), value: figure }),
  start_game: Type.Object({
    type: Type.Literal('start_game'),
    text,
    /** Whole seconds from the start to the race's deadline. */
    duration: Type.Optional(figure),
  }),
  game_over: Type.Object({
    type: Type.Literal('game_over'),
    result: gameResult,
    /** Absent for a player who left the race, and for a loss after which the player may type on. */
    reason: Type.Optional(openEnum(['finish', 'timeout', 'opponent_left', 'implausible', 'cancelled'])),
    place: Type.Optional(count),
    race: text,
    /** The player's own speed, a whole number. For an unfinished text it is of the part that the player typed. */
    wpm: Type.Optional(figure),
    /** Null for a draw, for a cancelled race, and while the first place is open. */
    winner: Type.Optional(orNull(text)),
    /** Whether the race counts for ratings. */
    rated: Type.Optional(flag),
  }),
  chat: Type.Object({
    type: Type.Literal('chat'),
    from: text,
    text,
    at: instant,
    /** An operator of the server sent it. */
    operator: Type.Optional(Type.Literal(true)),
    /** The sender proved to own the registered name. */
    owner: Type.Optional(Type.Literal(true)),
  }),
  presence: Type.Object({
    type: Type.Literal('presence'),
    event: Type.Enum(['join', 'leave']),
    username: text,
    online: count,
  }),
  error: Type.Object({
    type: Type.Literal('error'),
    code: openEnum(REFUSAL_CODES),
    /** An English sentence for a person. */
    message: text,
    /** Whether the same message can succeed later. */
    retryable: flag,
    /** With `keys_repeated` and `keys_out_of_order`: the number of the key that the server expects next. */
    expected: Type.Optional(count),
    /** With `bad_field`: the field that is wrong. */
    field: Type.Optional(text),
  }),
  welcome: Type.Object({
    type: Type.Literal('welcome'),
    v: Type.Literal(1),
    username: text,
    /** Proves the player's identity at every node for 24 h. */
    token: text,
    node: text,
    now: instant,
    online: count,
    /** How long a player who disconnects keeps the seat. */
    graceMs: figure,
    /** The player proved to own the registered name. */
    account: Type.Optional(Type.Literal(true)),
  }),
  pong: Type.Object({ type: Type.Literal('pong'), t: figure, now: instant }),
  tick: Type.Object({
    type: Type.Literal('tick'),
    race: text,
    /** How many of the receiver's keys are safe in the cluster. */
    ack: Type.Optional(count),
    /** The opponents who typed since the last tick: seat, correct graphemes, wpm. */
    seats: Type.Array(Type.Tuple([count, count, figure])),
  }),
  snapshot: Type.Object({
    type: Type.Literal('snapshot'),
    race: raceViewSchema,
    /** How many keys the server has of the receiver. */
    ack: count,
    /** Those keys: milliseconds since `startsAt`, and the key. */
    keys: Type.Array(Type.Tuple([figure, text])),
    seats: Type.Array(seatViewSchema),
  }),
  seat: seatChangedSchema,
  race_over: Type.Object({
    type: Type.Literal('race_over'),
    race: text,
    standings: Type.Array(standingViewSchema),
    /** Whether the race counts for ratings. */
    rated: Type.Optional(flag),
  }),
  move: Type.Object({
    type: Type.Literal('move'),
    /** This node is about to stop. The client reconnects within this time. */
    withinMs: figure,
  }),
  cluster: Type.Object({
    type: Type.Literal('cluster'),
    /** Whether the node reaches the rest of the cluster. */
    state: Type.Enum(['reconnecting', 'ok']),
  }),
  bye: Type.Object({
    type: Type.Literal('bye'),
    /** The close code that a WebSocket client would receive. */
    code: figure,
    reason: text,
    retryable: flag,
  }),
  opponent_progress: Type.Object({
    type: Type.Literal('opponent_progress'),
    /** Percent of the text. */
    progress: figure,
    username: text,
    wpm: figure,
  }),
} as const satisfies Readonly<Record<string, TSchema>>

export type ServerMessageName = keyof typeof serverMessageSchemas
export type ServerMessageOf<K extends ServerMessageName> = AsReadonly<
  Static<(typeof serverMessageSchemas)[K]>
>
export type ServerMessage = { [K in ServerMessageName]: ServerMessageOf<K> }[ServerMessageName]

export type Leaderboard = ServerMessageOf<'res_leaderboard'>
export type Waiting = ServerMessageOf<'waiting'>
export type Matched = ServerMessageOf<'matched'>
export type Countdown = ServerMessageOf<'countdown'>
export type StartGame = ServerMessageOf<'start_game'>
export type OpponentProgress = ServerMessageOf<'opponent_progress'>
export type GameOver = ServerMessageOf<'game_over'>
export type Chat = ServerMessageOf<'chat'>
export type Presence = ServerMessageOf<'presence'>
export type ErrorMessage = ServerMessageOf<'error'>
export type Welcome = ServerMessageOf<'welcome'>
export type Pong = ServerMessageOf<'pong'>
export type Tick = ServerMessageOf<'tick'>
export type Snapshot = ServerMessageOf<'snapshot'>
export type SeatChanged = ServerMessageOf<'seat'>
export type RaceOver = ServerMessageOf<'race_over'>
export type Move = ServerMessageOf<'move'>
export type ClusterState = ServerMessageOf<'cluster'>
export type Bye = ServerMessageOf<'bye'>
