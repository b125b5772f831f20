import type { Static, TSchema } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'

/** The keywords of JSON Schema that the messages of this protocol use. */
type Schema = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  /** A list is of a tuple, a schema of an array. */
  readonly items?: Schema | readonly Schema[]
  readonly minimum?: number
  readonly minLength?: number
}

type Checker = (value: unknown) => boolean
export type Check<T> = (value: unknown) => value is T
/** What a check says that a value is. */
export type Checked<C> = C extends Check<infer T> ? T : never

/**
 * A function that says whether a value fits a schema, without compiling code: the policy of a page forbids `eval`. The
 * checker of typebox does the same for all of JSON Schema, and would add 9 KiB of brotli to the page.
 */
export const checkerOf = <S extends TSchema>(schema: S): Check<AsReadonly<Static<S>>> =>
  read(schema as Schema) as Check<AsReadonly<Static<S>>>

const read = (schema: Schema): Checker => {
  if (schema.anyOf !== undefined) return anyOf(schema.anyOf.map(read))
  if (schema.enum !== undefined) return oneOf(schema.enum)
  if (schema.const !== undefined) return oneOf([schema.const])
  switch (schema.type) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return arrayOf(schema.items)
    case 'string':
      return textOf(schema.minLength ?? 0)
    case 'integer':
      return numberOf(Number.isInteger, schema.minimum)
    case 'number':
      return numberOf(Number.isFinite, schema.minimum)
    case 'boolean':
      return value => typeof value === 'boolean'
    case 'null':
      return value => value === null
    default:
      throw new Error(`bug: no checker for ${JSON.stringify(schema)}`)
  }
}

const oneOf =
  (allowed: readonly unknown[]): Checker =>
  value =>
    allowed.includes(value)

const anyOf =
  (checkers: readonly Checker[]): Checker =>
  value =>
    checkers.some(check => check(value))

const textOf =
  (minLength: number): Checker =>
  value =>
    typeof value === 'string' && value.length >= minLength

const numberOf =
  (isNumber: (value: unknown) => boolean, minimum = Number.NEGATIVE_INFINITY): Checker =>
  value =>
    isNumber(value) && (value as number) >= minimum

const arrayOf = (items: Schema | readonly Schema[] = []): Checker => {
  if (!isList(items)) {
    const check = read(items)
    return value => Array.isArray(value) && value.every(check)
  }
  const checkers = items.map(read)
  return value =>
    Array.isArray(value) &&
    value.length === checkers.length &&
    checkers.every((check, index) => check(value[index]))
}

const isList = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items)

const objectOf = ({ properties = {}, required = [] }: Schema): Checker => {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, required.includes(name), read(schema)] as const,
  )
  return value =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    fields.every(([name, isRequired, check]) => {
      const field = (value as Readonly<Record<string, unknown>>)[name]
      return field === undefined ? !isRequired : check(field)
    })
}
