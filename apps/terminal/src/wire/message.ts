import { type TSchema, Type } from 'typebox'

const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const figure = Type.Number()
const maybe = Type.Optional
const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()])

const seatPlan = Type.Object({ username: text, timed: Type.Enum(['keys', 'arrival']), creditMs: figure })
const raceView = Type.Object({
  id: text,
  startsAt: figure,
  endsAt: figure,
  seat: count,
  text: Type.Object({ text: Type.String({ minLength: 1 }), lang: text }),
  seats: Type.Array(seatPlan, { minItems: 1 }),
})
const seatState = Type.Enum(['racing', 'away', 'finished', 'left'])
const seatView = { seat: count, state: seatState, correct: count, wpm: figure, place: maybe(count) }
const standing = Type.Object({
  seat: count,
  username: text,
  state: seatState,
  place: maybe(count),
  wpm: maybe(figure),
  raw: maybe(orNull(figure)),
  accuracy: maybe(orNull(figure)),
  consistency: maybe(orNull(figure)),
  offlineMs: maybe(figure),
})
const boardRow = Type.Object({
  rank: count,
  username: text,
  wpm: figure,
  accuracy: orNull(figure),
  races: count,
  at: figure,
  timed: maybe(Type.Enum(['keys', 'arrival'])),
})

/** What this program reads of each message; further fields are let through, as the protocol promises. */
export const byStatus: Readonly<Record<string, TSchema>> = {
  waiting: Type.Object({ waiting_count: count }),
  matched: Type.Object({ opponent: text, opponents: Type.Array(text), race: maybe(raceView) }),
}

export const byType: Readonly<Record<string, TSchema>> = {
  res_leaderboard: Type.Object({ data: Type.Array(boardRow), stale: maybe(Type.Boolean()) }),
  countdown: Type.Object({ value: figure }),
  start_game: Type.Object({ text }),
  opponent_progress: Type.Object({ progress: figure }),
  game_over: Type.Object({
    result: Type.Enum(['won', 'lost', 'draw', 'cancelled']),
    reason: maybe(text),
    place: maybe(count),
    race: text,
  }),
  chat: Type.Object({
    from: text,
    text,
    at: figure,
    operator: maybe(Type.Boolean()),
    owner: maybe(Type.Boolean()),
  }),
  presence: Type.Object({ event: Type.Enum(['join', 'leave']), username: text, online: count }),
  error: Type.Object({
    code: text,
    message: text,
    retryable: Type.Boolean(),
    expected: maybe(count),
  }),
  welcome: Type.Object({ v: Type.Literal(1), username: text, token: text, now: figure, online: count }),
  pong: Type.Object({ t: figure, now: figure }),
  tick: Type.Object({
    race: text,
    ack: maybe(count),
    seats: Type.Array(Type.Tuple([count, count, figure])),
  }),
  snapshot: Type.Object({
    race: raceView,
    ack: count,
    keys: Type.Array(Type.Tuple([figure, text])),
    seats: Type.Array(Type.Object(seatView)),
  }),
  seat: Type.Object({ race: text, ...seatView }),
  race_over: Type.Object({ race: text, standings: Type.Array(standing) }),
  move: Type.Object({ withinMs: figure }),
  cluster: Type.Object({ state: Type.Enum(['reconnecting', 'ok']) }),
  bye: Type.Object({ code: figure, reason: text, retryable: Type.Boolean() }),
}
