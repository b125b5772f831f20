/** Packets that wait for a long-polling client to ask, at most. */
const PACKETS_MAX = 1_000

/**
 * What an Engine.IO connection has not sent yet, in bytes. Long-polling keeps packets in a list; over WebSocket they are
 * with uWebSockets.js. Neither is part of the types, and both are looked at with care.
 */
export const unsentBytes = (connection: object): number => {
  const packets: unknown = Reflect.get(connection, 'writeBuffer')
  const waiting = Array.isArray(packets) ? packets : []
  if (waiting.length > PACKETS_MAX) return Number.POSITIVE_INFINITY
  return waiting.reduce((sum: number, packet) => sum + lengthOf(packet), 0) + ofSocket(connection)
}

const lengthOf = (packet: unknown): number => {
  const data = fieldOf(packet, 'data')
  return typeof data === 'string' ? data.length : 0
}

const ofSocket = (connection: object): number => {
  if (fieldOf(connection, 'readyState') !== 'open') return 0
  const socket = fieldOf(fieldOf(connection, 'transport'), 'socket')
  const ask = fieldOf(socket, 'getBufferedAmount')
  return typeof ask === 'function' ? Number(ask.call(socket)) : 0
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
