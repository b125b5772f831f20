import { setTimeout as pause } from 'node:timers/promises'
import type { Draw } from '../../infra/test/race/random-frames.ts'
import { type Doors, portOf } from '../attack/attack.ts'
import { HostileLine } from '../attack/hostile-line.ts'
import type { Tally } from '../attack/tally.ts'

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

/** A connection of the JSON door. */
export const openJson = async (field: Field, over: 'websocket' | 'tcp'): Promise<HostileLine> => {
  const line = lineTo(field, over === 'tcp' ? 'race' : 'http')
  if (over === 'websocket') await soon('an upgrade', line.upgrade('/ws'))
  return line
}

/** Resolves when all that was sent has been read, or the connection was closed. */
export const allRead = async (line: HostileLine): Promise<void> => {
  const pong = line.hears(/"type":"pong"/)
  line.say({ type: 'ping', t: 1 })
  await soon('a ping', pong)
}
