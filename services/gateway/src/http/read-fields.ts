import { type Refusal, refuse } from '@ketik/protocol'
import type { Static, TObject } from 'typebox'
import { Value } from 'typebox/value'

/** The fields of a schema from untrusted values, defaults filled in; or `bad_field` with the first that is wrong. */
export const readFields = <T extends TObject>(
  schema: T,
  given: Readonly<Record<string, unknown>>,
): Static<T> | Refusal => {
  const required: ReadonlySet<string> = new Set(schema.required)
  const fields: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties)) {
    const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? defaultOf(property)
    if (value === undefined && !required.has(name)) continue
    if (!Value.Check(property, value)) return refuse('bad_field', { field: name })
    fields[name] = value
  }
  return fields as Static<T>
}

/** Query values as the schema wants them: integers where it does, and an empty value is none. A repeat is refused. */
export const readQuery = <T extends TObject>(schema: T, query: string): Static<T> | Refusal => {
  const given: Record<string, unknown> = {}
  const params = new URLSearchParams(query)
  for (const [name, property] of Object.entries(schema.properties)) {
    const [value, ...more] = params.getAll(name)
    if (more.length > 0) return refuse('bad_field', { field: name })
    if (value !== undefined && value !== '') given[name] = isInteger(property) ? toInteger(value) : value
  }
  return readFields(schema, given)
}

const defaultOf = (property: object): unknown => ('default' in property ? property.default : undefined)
const isInteger = (property: object): boolean => 'type' in property && property.type === 'integer'
const toInteger = (value: string): number | string => (/^-?\d{1,9}$/.test(value) ? Number(value) : value)
