import { LANGS } from '@ketik/race'
import { type Static, type TSchema, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { BOARD_WINDOWS, boardRowSchema, boardTiming } from './board-row.ts'
import { raceViewSchema, seatChangedSchema, seatViewSchema, standingViewSchema } from './race-view.ts'
import { REFUSALS, type RefusalCode } from './refusal.ts'
import { count, figure, flag, instant, openEnum, orNull, text, truth } from './schema-parts.ts'

export const GAME_OVER_REASONS = ['finish', 'timeout', 'opponent_left', 'implausible', 'cancelled'] as const
const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[]

export const gameResult = Type.Enum(['won', 'lost', 'draw', 'cancelled'], {
  description: '`cancelled`: the race did not take place.',
})

/**
 * What a v1 client receives, by `type`, or by `status` where a message has no `type`. `basic-message.ts` describes the
 * messages that a basic client receives in another form.
 */
export const serverMessageSchemas = {
  res_leaderboard: Type.Object({
    type: Type.Literal('res_leaderboard'),
    username: Type.Optional(text('The name that this connection holds.')),
    data: Type.Array(boardRowSchema),
    window: Type.Enum([...BOARD_WINDOWS]),
    lang: Type.Optional(Type.Enum(LANGS, { description: 'Absent: every language.' })),
    timed: Type.Optional(boardTiming),
    stale: Type.Optional(flag('PostgreSQL is away: `data` is the last good copy, or empty.')),
  }),
  waiting: Type.Object({
    status: Type.Literal('waiting'),
    waiting_count: count('All players who are waiting in the cluster.'),
    message: Type.Optional(text()),
  }),
  matched: Type.Object({
    status: Type.Literal('matched'),
    opponent: text('The first of `opponents`.'),
    opponents: Type.Array(text()),
    race: Type.Optional(raceViewSchema),
  }),
  countdown: Type.Object({ type: Type.Literal('countdown'), value: figure('Seconds to the start.') }),
  start_game: Type.Object({
    type: Type.Literal('start_game'),
    text: text(),
    duration: Type.Optional(figure('Whole seconds to the race’s deadline.')),
  }),
  game_over: Type.Object({
    type: Type.Literal('game_over'),
    result: gameResult,
    reason: Type.Optional(
      openEnum(
        GAME_OVER_REASONS,
        'Absent if the player left, and for a loss after which the player may type on.',
      ),
    ),
    place: Type.Optional(count()),
    race: text(),
    wpm: Type.Optional(figure('Whole number; for an unfinished text, of the part that the player typed.')),
    winner: Type.Optional(
      orNull(text(), 'Null for a draw, for a cancelled race, and while the first place is open.'),
    ),
    rated: Type.Optional(flag('Whether the race counts for ratings.')),
  }),
  chat: Type.Object({
    type: Type.Literal('chat'),
    from: text(),
    text: text(),
    at: instant(),
    operator: Type.Optional(truth('An operator of the server sent it.')),
    owner: Type.Optional(truth('The sender proved to own the registered name.')),
  }),
  presence: Type.Object({
    type: Type.Literal('presence'),
    event: Type.Enum(['join', 'leave']),
    username: text(),
    online: count('Players online in the cluster.'),
  }),
  error: Type.Object({
    type: Type.Literal('error'),
    code: openEnum(REFUSAL_CODES),
    message: text('An English sentence for a person.'),
    retryable: flag('Whether the same message can succeed later.'),
    expected: Type.Optional(
      count('With `keys_repeated` and `keys_out_of_order`: the number of the key that the server expects.'),
    ),
    field: Type.Optional(text('With `bad_field`: the wrong field.')),
  }),
  welcome: Type.Object({
    type: Type.Literal('welcome'),
    v: Type.Literal(1),
    username: text(),
    token: text('Proves the player’s identity at every node for 24 h.'),
    node: text(),
    now: instant(),
    online: count('Players online in the cluster.'),
    graceMs: figure('How long a player who disconnects keeps the seat.'),
    account: Type.Optional(truth('The player proved to own the registered name.')),
  }),
  pong: Type.Object({
    type: Type.Literal('pong'),
    t: figure('Of the `ping`.'),
    now: instant(),
  }),
  tick: Type.Object({
    type: Type.Literal('tick'),
    race: text(),
    ack: Type.Optional(count('How many of the receiver’s keys are safe in the cluster.')),
    seats: Type.Array(Type.Tuple([count('Seat.'), count('Correct graphemes.'), figure('wpm.')]), {
      description: 'The opponents who typed since the last tick.',
    }),
  }),
  snapshot: Type.Object({
    type: Type.Literal('snapshot'),
    race: raceViewSchema,
    ack: count('How many keys of the receiver the server has.'),
    keys: Type.Array(Type.Tuple([figure('Milliseconds since `startsAt`.'), text('The key.')])),
    seats: Type.Array(seatViewSchema),
  }),
  seat: seatChangedSchema,
  race_over: Type.Object({
    type: Type.Literal('race_over'),
    race: text(),
    standings: Type.Array(standingViewSchema),
    rated: Type.Optional(flag('Whether the race counts for ratings.')),
  }),
  move: Type.Object({
    type: Type.Literal('move'),
    withinMs: figure('The client reconnects at a random moment within this time.'),
  }),
  cluster: Type.Object({
    type: Type.Literal('cluster'),
    state: Type.Enum(['reconnecting', 'ok'], { description: 'Whether the node reaches Redis.' }),
  }),
  bye: Type.Object({
    type: Type.Literal('bye'),
    code: figure('The close code that a WebSocket client would receive.'),
    reason: text(),
    retryable: flag('Whether the client may reconnect.'),
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
