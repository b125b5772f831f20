import type { LoggedKey, ProgressCurve } from '@ketik/race'
import { Type } from 'typebox'

const figure = Type.Union([Type.Number(), Type.Null()])
const seat = {
  seat: Type.Integer({ minimum: 0 }),
  username: Type.String(),
  timed: Type.Enum(['keys', 'arrival']),
  won: Type.Boolean(),
  offlineMs: Type.Optional(
    Type.Integer({ minimum: 1, description: 'How long keys were typed while the connection was down' }),
  ),
}

/** A key of a stored log. */
export const loggedKey = Type.Unsafe<LoggedKey>({
  type: 'array',
  description:
    'Milliseconds from the start as claimed, the key, as dated where that differs, and its release if known',
  prefixItems: [{ type: 'number' }, { type: 'string' }, { type: 'number' }, { type: 'number' }],
  items: false,
  minItems: 2,
})

/** Progress from an instant on. */
export const curvePoint = Type.Unsafe<ProgressCurve[number]>({
  type: 'array',
  description: 'Milliseconds from the start, a multiple of 50, and percent of the text',
  prefixItems: [
    { type: 'integer', minimum: 0, multipleOf: 50 },
    { type: 'number', minimum: 0, maximum: 100 },
  ],
  items: false,
  minItems: 2,
})

/** A text as it was raced. */
export const racedText = Type.Object({
  id: Type.String(),
  lang: Type.String(),
  chars: Type.Integer(),
  text: Type.Optional(Type.String()),
  source: Type.Optional(Type.String()),
  licence: Type.Optional(Type.String()),
})

/** A seat's result; figures unrounded. */
export const seatRow = Type.Union([
  Type.Object({
    ...seat,
    state: Type.Literal('finished'),
    place: Type.Optional(Type.Integer({ minimum: 1, description: 'Once it cannot change any more' })),
    finishedMs: Type.Number({ description: 'Since the start' }),
    wpm: Type.Number(),
    raceWpm: Type.Number(),
    raw: figure,
    accuracy: figure,
    consistency: figure,
    review: Type.Boolean({ description: 'Kept off every board: not accepted by an operator, or not yet' }),
  }),
  Type.Object({
    ...seat,
    state: Type.Literal('left'),
    reason: Type.Enum(['left', 'timeout', 'implausible']),
  }),
])

/** A seat of a race that still runs, whose player has not finished and has not left. */
export const activeRow = Type.Object({
  ...seat,
  won: Type.Literal(false),
  state: Type.Enum(['racing', 'away']),
})
