/** Reads JSON of unknown origin. A shape says whether a value is a `T`; nothing is converted. */
export type Shape<T> = (value: unknown) => value is T

type Fields<T> = { readonly [Key in keyof T]-?: Shape<T[Key]> }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const text: Shape<string> = value => typeof value === 'string'
export const flag: Shape<boolean> = value => typeof value === 'boolean'
export const number: Shape<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value)
export const count: Shape<number> = (value): value is number =>
  number(value) && Number.isInteger(value) && value >= 0

export const oneOf =
  <const T extends string | number>(...allowed: readonly T[]): Shape<T> =>
  (value): value is T =>
    allowed.some(one => one === value)

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || shape(value)

/** A field that may be missing. */
export const maybe =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || shape(value)

export const listOf =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(shape)

export const tupleOf =
  <T extends readonly unknown[]>(...shapes: { readonly [Key in keyof T]: Shape<T[Key]> }): Shape<T> =>
  (value): value is T =>
    Array.isArray(value) &&
    value.length === shapes.length &&
    shapes.every((shape, index) => shape(value[index]))

/** An object with at least these fields; further ones are let through, as the protocol promises. */
export const objectOf =
  <T>(fields: Fields<T>): Shape<T> =>
  (value): value is T =>
    isRecord(value) && Object.entries<Shape<unknown>>(fields).every(([name, shape]) => shape(value[name]))
