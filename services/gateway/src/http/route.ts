import type { Refusal } from '@ketik/protocol'
import { type Static, type TObject, type TSchema, Type } from 'typebox'
import type { Headers } from './answer.ts'
import type { Asked } from './asked.ts'

/** What becomes of the session cookie. */
type CookieChange = { readonly token: string; readonly maxAgeSeconds: number } | 'removed'

/** What a handler says: a body of the route's schema, or a refusal, whose status may differ from the catalogue's. */
export type Reply<T> =
  | { readonly body: T; readonly status?: number; readonly headers?: Headers; readonly cookie?: CookieChange }
  | { readonly refusal: Refusal; readonly status?: number }

/** A route as it is served and described: the same schemas check what comes in, type what goes out and are published. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: string
  readonly summary: string
  readonly params: TObject
  readonly query: TObject
  readonly body: TObject | undefined
  readonly answers: TSchema
  /** Statuses with a body of `answers`, by what they mean. */
  readonly statuses: Readonly<Record<number, string>>
  /** Statuses with an error body, by what they mean. */
  readonly refusals: Readonly<Record<number, string>>
  /** Called before the body is read; a reply ends the request. */
  readonly admit?: ((asked: Asked) => Reply<never> | undefined) | undefined
  handle(given: unknown, asked: Asked): Reply<unknown> | Promise<Reply<unknown>>
}

type Seen<T> = T extends object ? { readonly [K in keyof T]: Seen<T[K]> } : T

type RouteSpec<P extends TObject, Q extends TObject, B extends TObject, R extends TSchema> = {
  readonly method?: Route['method']
  readonly path: string
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answers: R
  readonly statuses?: Route['statuses']
  readonly refusals?: Route['refusals']
  readonly admit?: Route['admit']
  handle(
    given: Static<P> & Static<Q> & Static<B>,
    asked: Asked,
  ): Reply<Seen<Static<R>>> | Promise<Reply<Seen<Static<R>>>>
}

type Nothing = typeof NOTHING
const NOTHING = Type.Object({})

export const route = <
  R extends TSchema,
  P extends TObject = Nothing,
  Q extends TObject = Nothing,
  B extends TObject = Nothing,
>(
  spec: RouteSpec<P, Q, B, R>,
): Route => ({
  method: spec.method ?? 'GET',
  path: spec.path,
  summary: spec.summary,
  params: spec.params ?? NOTHING,
  query: spec.query ?? NOTHING,
  body: spec.body,
  answers: spec.answers,
  statuses: spec.statuses ?? { 200: 'What was asked for' },
  refusals: spec.refusals ?? {},
  admit: spec.admit,
  // What is given was read by the schemas of this very route.
  handle: (given, asked) => spec.handle(given as Static<P> & Static<Q> & Static<B>, asked),
})
