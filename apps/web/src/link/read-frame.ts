import type { ServerMessage } from '@ketik/protocol'
import { raceView, seatView, standingView } from './race-shapes.ts'
import {
  count,
  flag,
  listOf,
  maybe,
  number,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  text,
  tupleOf,
} from './shape.ts'

const fields = (shapes: Readonly<Record<string, Shape<unknown>>>) => objectOf<Record<string, unknown>>(shapes)

const byStatus = new Map<string, Shape<unknown>>([
  ['waiting', fields({ waiting_count: count })],
  ['matched', fields({ opponent: text, opponents: listOf(text), race: maybe(raceView) })],
])

const boardRow = fields({
  rank: count,
  username: text,
  wpm: number,
  accuracy: orNull(number),
  races: count,
  at: number,
})

const byType = new Map<string, Shape<unknown>>([
  ['res_leaderboard', fields({ data: listOf(boardRow), stale: maybe(flag) })],
  ['countdown', fields({ value: number })],
  ['start_game', fields({ text })],
  ['opponent_progress', fields({ progress: number, username: text, wpm: number })],
  [
    'game_over',
    fields({
      result: oneOf('won', 'lost', 'draw', 'cancelled'),
      reason: maybe(text),
      place: maybe(count),
      race: text,
    }),
  ],
  ['chat', fields({ from: text, text, at: number, operator: maybe(flag), owner: maybe(flag) })],
  ['presence', fields({ event: oneOf('join', 'leave'), username: text, online: count })],
  ['error', fields({ code: text, message: text, retryable: flag, expected: maybe(count) })],
  [
    'welcome',
    fields({
      v: oneOf(1),
      username: text,
      token: text,
      node: text,
      now: number,
      online: count,
      graceMs: number,
      account: maybe(flag),
    }),
  ],
  ['pong', fields({ t: number, now: number })],
  ['tick', fields({ race: text, ack: maybe(count), seats: listOf(tupleOf(count, count, number)) })],
  [
    'snapshot',
    fields({ race: raceView, ack: count, keys: listOf(tupleOf(number, text)), seats: listOf(seatView) }),
  ],
  ['seat', (value): value is unknown => fields({ race: text })(value) && seatView(value)],
  ['race_over', fields({ race: text, standings: listOf(standingView) })],
  ['move', fields({ withinMs: number })],
  ['cluster', fields({ state: oneOf('reconnecting', 'ok') })],
  ['bye', fields({ code: number, reason: text, retryable: flag })],
])

/** What a frame tells: a message; `unknown`, a message of a later version, to be passed over; or garbage. */
export type Frame =
  | { readonly read: 'message'; readonly message: ServerMessage }
  | { readonly read: 'unknown' }
  | { readonly read: 'garbage' }

const GARBAGE: Frame = { read: 'garbage' }

export const readFrame = (frame: string): Frame => {
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch {
    return GARBAGE
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return GARBAGE
  const shape = shapeOf(value)
  if (shape === 'none') return GARBAGE
  if (shape === undefined) return { read: 'unknown' }
  return shape(value) ? { read: 'message', message: value as ServerMessage } : GARBAGE
}

const shapeOf = (value: object): Shape<unknown> | undefined | 'none' => {
  if ('type' in value && typeof value.type === 'string') return byType.get(value.type)
  if ('status' in value && typeof value.status === 'string') return byStatus.get(value.status)
  return 'none'
}
