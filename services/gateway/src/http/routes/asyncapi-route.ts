import { asyncApiDocument } from '@ketik/protocol'
import { Type } from 'typebox'
import { type Route, route } from '../route.ts'
import { VERSION } from '../version.ts'

const named = Type.Record(Type.String(), Type.Unknown())

/** The messages of the race and the lobby, for authors of clients. */
export const asyncApiRoute = (): Route => {
  const body = asyncApiDocument(VERSION)
  return route({
    path: '/api/asyncapi.json',
    summary: 'The JSON messages over WebSocket and TCP, as an AsyncAPI 3.0 document',
    answers: Type.Object({
      asyncapi: Type.Literal('3.0.0'),
      info: Type.Unknown(),
      defaultContentType: Type.String(),
      servers: named,
      channels: named,
      operations: named,
      components: Type.Unknown(),
    }),
    handle: () => ({ body }),
  })
}
