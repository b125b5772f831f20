import { type TSchema, type TUnsafe, Type } from 'typebox'

/** The fields that messages consist of. The description is part of the published document. */
export const text = (description?: string) => Type.String(described(description))
export const count = (description?: string) => Type.Integer({ minimum: 0, ...described(description) })
export const figure = (description?: string) => Type.Number(described(description))
export const flag = (description?: string) => Type.Boolean(described(description))
export const truth = (description: string) => Type.Literal(true, { description })

/** Milliseconds since the epoch by the cluster's clock. */
export const instant = (description?: string) =>
  Type.Number(described(description === undefined ? CLUSTER_TIME : `${description} ${CLUSTER_TIME}`))

export const orNull = <S extends TSchema>(schema: S, description?: string) =>
  Type.Union([schema, Type.Null()], described(description))

/** A string for which a later version of the server may send further values; a client must accept those. */
export const openEnum = <const T extends readonly string[]>(
  values: T,
  description?: string,
): TUnsafe<T[number]> =>
  Type.Unsafe<T[number]>(Type.String({ examples: [...values], ...described(description) }))

const CLUSTER_TIME = 'Epoch milliseconds by the cluster’s clock.'

const described = (description: string | undefined): { readonly description?: string } =>
  description === undefined ? {} : { description }
