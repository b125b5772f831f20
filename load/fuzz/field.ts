import { setTimeout as pause } from 'node:timers/promises'
import type { Draw } from '../../infra/test/race/random-frames.ts'
import { type Doors, portOf } from '../attack/attack.ts'
import { HostileLine, type Tally } from '../attack/hostile-line.ts'

/** What inputs are thrown at, and from where their randomness comes. */
export type Field = { readonly doors: Doors; readonly draw: Draw; readonly tally: Tally }

const FROM = '127.77.0.1'
const ANSWERED_WITHIN_MS = 10_000

export class Hang extends Error {}

export const lineTo = ({ doors, tally }: Field, door: keyof Doors): HostileLine =>
  new HostileLine(portOf(doors, door), FROM, tally)

/** Resolves when the promise does; throws Hang when that takes too long. */
export const soon = <T>(what: string, promise: Promise<T>): Promise<T> => {
  const late = pause(ANSWERED_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Hang(`${what}: no answer within ${ANSWERED_WITHIN_MS} ms`)
  })
  return Promise.race([promise, late])
}

export const openWebSocket = async (field: Field, path = '/ws'): Promise<HostileLine> => {
  const line = lineTo(field, 'http')
  await soon(`an upgrade at ${path}`, line.upgrade(path))
  return line
}

let names = 0
/** Logs in under a new name. */
export const logIn = (line: HostileLine): string => {
  names += 1
  const username = `acak${names}`
  line.say({ type: 'login', username, v: 1 })
  return username
}

/** Resolves when all that is said to the JSON door has been read, or the connection was closed. */
export const sayAll = async (line: HostileLine, messages: readonly (Buffer | object)[]): Promise<void> => {
  for (const message of messages) line.say(message)
  const pong = line.hears(/"type":"pong"/)
  line.say({ type: 'ping', t: 1 })
  await soon('a ping', pong)
}
