import { type Check, checkerOf } from './checker.ts'
import type { RaceView } from './race-view.ts'
import { type ServerMessage, serverMessageSchemas } from './server-message.ts'

/**
 * Why a client cannot use what it received. `unknown-type`: a message of a later server, which the client ignores.
 * `malformed`: no JSON object with a type, or a known type with a field that does not fit.
 */
export type ReadingFault = { readonly fault: 'unknown-type' | 'malformed' }

const UNKNOWN: ReadingFault = { fault: 'unknown-type' }
const MALFORMED: ReadingFault = { fault: 'malformed' }

// Maps, because `object[type]` would find what `__proto__` and `constructor` name.
const byType = new Map<string, Check<ServerMessage>>()
const byStatus = new Map<string, Check<ServerMessage>>()
for (const [name, schema] of Object.entries(serverMessageSchemas))
  ('status' in schema.properties ? byStatus : byType).set(name, checkerOf(schema))

/** One message of the server to a v1 client, from its JSON text. Fields that nobody knows pass. */
export const decodeServerMessage = (frame: string): ServerMessage | ReadingFault => {
  let message: unknown
  try {
    message = JSON.parse(frame)
  } catch {
    return MALFORMED
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return MALFORMED
  const check = checkerFor(message)
  if (check === 'no type') return MALFORMED
  if (check === undefined) return UNKNOWN
  return check(message) && hasOwnSeat(message) ? message : MALFORMED
}

export const isReadingFault = (value: ServerMessage | ReadingFault): value is ReadingFault => 'fault' in value

const checkerFor = (message: object): Check<ServerMessage> | 'no type' | undefined => {
  if ('type' in message && typeof message.type === 'string') return byType.get(message.type)
  if ('status' in message && typeof message.status === 'string') return byStatus.get(message.status)
  return 'no type'
}

/** The receiver's own seat is one of the race's seats, which no schema can say. */
const hasOwnSeat = (message: ServerMessage): boolean => {
  if (!('race' in message) || typeof message.race !== 'object') return true
  const { seat, seats }: RaceView = message.race
  return seat < seats.length
}
