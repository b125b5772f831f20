import { PROTOCOL_VERSION } from '@ketik/protocol'
import { LANGS } from '@ketik/race'
import { Type } from 'typebox'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'
import { VERSION } from '../version.ts'

export const configRoute = ({ diagnosticsPort }: HttpDeps): Route =>
  route({
    path: '/api/config',
    summary: 'What a client needs to know of this server',
    answers: Type.Object({
      version: Type.String(),
      diagnosticsPort: Type.Integer({ minimum: 0, maximum: 65_535, description: 'On the same host' }),
      langs: Type.Array(Type.String()),
      protocol: Type.Integer(),
    }),
    handle: () => ({
      body: {
        version: VERSION,
        diagnosticsPort: diagnosticsPort(),
        langs: LANGS,
        protocol: PROTOCOL_VERSION,
      },
    }),
  })
