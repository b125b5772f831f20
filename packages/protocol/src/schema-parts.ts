import { type TUnsafe, Type } from 'typebox'

/** The field schemas that several messages share. */
export const text = Type.String()
export const count = Type.Integer({ minimum: 0 })
export const figure = Type.Number()
export const flag = Type.Boolean()
/** Milliseconds since the epoch by the cluster's clock. */
export const instant = Type.Number()

export const orNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** A string for which a later version of the server may send further values; a client must accept those. */
export const openEnum = <const T extends readonly string[]>(values: T): TUnsafe<T[number]> =>
  Type.Unsafe<T[number]>(Type.String({ examples: [...values] }))
