import { describe, expect, it } from 'vitest'
import { decodeServerMessage } from './decode-server-message.ts'
import type { RaceView } from './race-view.ts'
import type { ServerMessage } from './server-message.ts'

const race: RaceView = {
  id: 'r1',
  startsAt: 1,
  endsAt: 2,
  seat: 1,
  text: { id: 't1', lang: 'en', text: 'the fox', source: 'test', licence: 'CC0-1.0' },
  seats: ['Ani', 'Budi'].map(username => ({
    player: username,
    username,
    timed: 'keys',
    creditMs: 0,
    resumable: true,
  })),
  rematchRoom: 'secret',
}

const decode = (message: unknown) => decodeServerMessage(JSON.stringify(message))
const MALFORMED = { fault: 'malformed' }

describe('what a v1 client receives', () => {
  it('[WIRE-1] is decoded by type or status, and keeps fields that nobody knows', () => {
    const messages: readonly ServerMessage[] = [
      { type: 'pong', t: 1, now: 2 },
      { status: 'waiting', waiting_count: 3 },
      { status: 'matched', opponent: 'Ani', opponents: ['Ani'], race },
      { type: 'snapshot', race, ack: 1, keys: [[4, 't']], seats: [] },
      { type: 'tick', race: 'r1', seats: [[0, 4, 71]] },
      { type: 'bye', code: 4503, reason: 'moving', retryable: true },
    ]
    for (const message of messages) {
      const received = { ...message, later: { version: 2 } }
      expect(decode(received)).toEqual(received)
    }
  })

  it('[WIRE-1] of an unknown type is a fault that a client can tell from a malformed message', () => {
    for (const message of [{ type: 'watching' }, { status: 'paused' }, { type: '__proto__' }])
      expect(decode(message)).toEqual({ fault: 'unknown-type' })
  })

  it.each([
    ['no JSON', 'NICK'],
    ['no object', '[]'],
    ['no type', '{"message":"hello"}'],
    ['a type that is no text', '{"type":1}'],
    ['a missing field', '{"type":"pong","t":1}'],
    ['a number beyond all numbers', '{"type":"pong","t":1,"now":1e999}'],
    ['a list for a tuple', '{"type":"tick","race":"r1","seats":[[0,4]]}'],
    ['null for an optional field', '{"type":"tick","race":"r1","ack":null,"seats":[]}'],
  ])('[WIRE-1] that is malformed is a fault: %s', (_, frame) => {
    expect(decodeServerMessage(frame)).toEqual(MALFORMED)
  })

  it('[WIRE-1] a race without the receiver’s own seat, or without a text, is malformed', () => {
    const matched = { status: 'matched', opponent: 'Ani', opponents: ['Ani'] }
    expect(decode({ ...matched, race: { ...race, seat: 2 } })).toEqual(MALFORMED)
    expect(decode({ ...matched, race: { ...race, text: { ...race.text, text: '' } } })).toEqual(MALFORMED)
  })

  it('[WIRE-1] a code or a reason of a later version is no fault', () => {
    const error = { type: 'error', code: 'room_locked', message: 'The room is locked.', retryable: false }
    expect(decode(error)).toEqual(error)
    const over = { type: 'game_over', result: 'lost', reason: 'asleep', race: 'r1' }
    expect(decode(over)).toEqual(over)
  })
})
