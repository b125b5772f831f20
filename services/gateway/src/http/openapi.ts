import type { TObject } from 'typebox'
import { Type } from 'typebox'
import { type Route, route } from './route.ts'
import { VERSION } from './version.ts'

const error = Type.Object({
  type: Type.Literal('error'),
  code: Type.String({ description: 'Of the catalogue of refusals' }),
  message: Type.String({ description: 'For a person' }),
  retryable: Type.Boolean({ description: 'Whether the same request may succeed later' }),
  field: Type.Optional(Type.String({ description: 'Which field is wrong' })),
})

type Description = {
  readonly openapi: '3.1.0'
  readonly info: object
  readonly paths: Record<string, unknown>
  readonly components: object
}

/** Routes that are described, this description among them. */
export const withOpenApi = (routes: readonly Route[]): readonly Route[] => {
  const own: Route = route({
    path: '/api/openapi.json',
    summary: 'This description',
    answers: Type.Object({
      openapi: Type.Literal('3.1.0'),
      info: Type.Unknown(),
      paths: Type.Record(Type.String(), Type.Unknown()),
      components: Type.Unknown(),
    }),
    handle: (): { body: Description } => ({ body: description }),
  })
  const all = [...routes, own]
  const description: Description = {
    openapi: '3.1.0',
    info: {
      title: 'Ketik',
      version: VERSION,
      description: 'HTTP interface of the gateway. HEAD is taken wherever GET is.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: pathsOf(all),
    components: { schemas: { Error: error } },
  }
  return all
}

const pathsOf = (routes: readonly Route[]): Record<string, unknown> => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const one of routes) {
    paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operationOf(one) }
  }
  return paths
}

const operationOf = (one: Route) => ({
  operationId: `${one.method.toLowerCase()}${one.path.replace(/[^a-z]+([a-z])/gi, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
  summary: one.summary,
  parameters: [...parametersOf('path', one.params), ...parametersOf('query', one.query)],
  ...(one.body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: one.body } } } }),
  responses: {
    ...responsesOf(one.statuses, one.answers),
    ...responsesOf(isLimited(one) ? { ...one.refusals, 429: 'Too many requests' } : one.refusals, ERROR_REF),
  },
})

const ERROR_REF = { $ref: '#/components/schemas/Error' } as const

/** Whether requests are counted against the budget of their address. */
export const isLimited = ({ path }: Pick<Route, 'path'>): boolean => path.startsWith('/api/')

const parametersOf = (where: 'path' | 'query', schema: TObject) => {
  const required: ReadonlySet<string> = new Set(schema.required)
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (required.has(name) && !('default' in property)),
    schema: property,
  }))
}

const responsesOf = (statuses: Readonly<Record<number, string>>, schema: object) =>
  Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [
      status,
      { description, content: { 'application/json': { schema } } },
    ]),
  )
