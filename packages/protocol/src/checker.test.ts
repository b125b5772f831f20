import fc from 'fast-check'
import { Check as fits } from 'typebox/value'
import { expect, it } from 'vitest'
import { basicMessageSchemas } from './basic-message.ts'
import { checkerOf } from './checker.ts'
import { serverMessageSchemas } from './server-message.ts'

type Schema = Readonly<Record<string, unknown>>

/** Values that fit a schema, with one in a hundred parts of each replaced by any JSON. */
const near = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 99, arbitrary: fitting(schema) }, { weight: 1, arbitrary: fc.jsonValue() })

const fitting = (schema: Schema): fc.Arbitrary<unknown> => {
  if ('const' in schema) return fc.constant(schema['const'])
  if ('enum' in schema) return fc.constantFrom(...(schema['enum'] as readonly unknown[]))
  if ('anyOf' in schema) return fc.oneof(...(schema['anyOf'] as readonly Schema[]).map(near))
  const { items } = schema
  switch (schema['type']) {
    case 'object': {
      const properties = Object.entries(schema['properties'] as Readonly<Record<string, Schema>>)
      const requiredKeys = schema['required'] as string[] | undefined
      return fc.record(Object.fromEntries(properties.map(([name, one]) => [name, near(one)])), {
        requiredKeys: requiredKeys ?? [],
      })
    }
    case 'array':
      return Array.isArray(items)
        ? fc.tuple(...items.map(near))
        : fc.array(near(items as Schema), { maxLength: 3 })
    case 'string':
      return fc.string()
    case 'integer':
      return fc.integer()
    case 'number':
      return fc.double()
    case 'boolean':
      return fc.boolean()
    default:
      return fc.constant(null)
  }
}

it.each([
  ...Object.entries(serverMessageSchemas).map(([name, schema]) => ['v1', name, schema] as const),
  ...Object.entries(basicMessageSchemas).map(([name, schema]) => ['basic', name, schema] as const),
])('[WIRE-1] the checker of %s %s accepts what typebox accepts, and nothing else', (_, __, schema) => {
  const check = checkerOf(schema)
  let accepted = 0
  fc.assert(
    fc.property(near(schema as unknown as Schema), value => {
      accepted += Number(check(value))
      expect(check(value)).toBe(fits(schema, value))
    }),
    { seed: 12, numRuns: 300 },
  )
  expect(accepted).toBeGreaterThan(0)
})

it('[WIRE-1] a schema of another kind is refused when it is read, before any value is checked', () => {
  expect(() => checkerOf({ type: 'date' })).toThrow('bug: no checker')
})
