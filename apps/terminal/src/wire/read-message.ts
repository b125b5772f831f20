import type { Received } from '@ketik/client'
import type { ServerMessage } from '@ketik/protocol'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { byStatus, byType } from './message.ts'

// Maps, since `object[type]` would answer `__proto__` with something callable.
const compiled = (schemas: Readonly<Record<string, TSchema>>): ReadonlyMap<string, Validator> =>
  new Map(Object.entries(schemas).map(([name, schema]) => [name, Compile(schema) as Validator]))
const types = compiled(byType)
const statuses = compiled(byStatus)

const UNKNOWN: Received = { read: 'unknown' }
const GARBAGE: Received = { read: 'garbage' }

export const readMessage = (line: string): Received => {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return GARBAGE
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return GARBAGE
  const known = validatorOf(value)
  if (known === 'nameless') return GARBAGE
  if (known === undefined) return UNKNOWN
  return known.Check(value) && fits(value) ? { read: 'message', message: value as ServerMessage } : GARBAGE
}

const validatorOf = (value: object): Validator | undefined | 'nameless' => {
  if ('type' in value && typeof value.type === 'string') return types.get(value.type)
  if ('status' in value && typeof value.status === 'string') return statuses.get(value.status)
  return 'nameless'
}

/** One's own seat must be one of the seats. */
const fits = (value: object): boolean => {
  if (!('race' in value) || typeof value.race !== 'object' || value.race === null) return true
  const { seat, seats } = value.race as { readonly seat: number; readonly seats: readonly unknown[] }
  return seat < seats.length
}
