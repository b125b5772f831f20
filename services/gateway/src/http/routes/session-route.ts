import type { Identity, SessionTokens } from '@ketik/edge'
import { foldUsername, isRefusal, refuse, toUsername } from '@ketik/protocol'
import { Type } from 'typebox'
import { SESSION_COOKIE, sessionCookie } from '../../session-cookie.ts'
import type { Asked } from '../asked.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'
import { isSameOrigin } from '../same-origin.ts'

export const sessionRoute = ({ node, secureCookies }: HttpDeps): Route =>
  route({
    method: 'POST',
    path: '/api/session',
    summary: 'A session for a name: the same player again when a session of that name comes with the request',
    body: Type.Object({ username: Type.String() }),
    answers: Type.Object({ username: Type.String(), token: Type.String() }),
    refusals: {
      400: 'The body is not such an object, or the name is none',
      403: 'The request comes from a page of another origin',
      413: 'The body is longer than 8 KiB',
      415: 'The body is not application/json',
    },
    admit: asked => {
      if (!isSameOrigin(asked)) return { refusal: refuse('bad_field', { field: 'origin' }), status: 403 }
      return isJson(asked.headers['content-type']) ? undefined : { refusal: refuse('bad_json'), status: 415 }
    },
    handle: (given, asked) => {
      const username = toUsername(given.username)
      if (isRefusal(username)) return { refusal: username }
      const before = presented(node.tokens, asked)
      const isSame = before !== undefined && foldUsername(before.username) === foldUsername(username)
      const token = node.tokens.issue(isSame ? before.player : node.newId('p'), username)
      const maxAge = Math.floor(((node.tokens.verify(token)?.expiresAt ?? 0) - node.now()) / 1_000)
      return {
        body: { username, token },
        headers: { 'set-cookie': cookie(token, maxAge, secureCookies) },
      }
    },
  })

const isJson = (contentType: string): boolean => /^application\/json\s*(;|$)/i.test(contentType)

/** The session that came with a request: as a bearer token or as the cookie. */
const presented = (tokens: SessionTokens, { headers }: Asked): Identity | undefined => {
  const token = /^bearer +(\S+)$/i.exec(headers.authorization)?.[1] ?? sessionCookie(headers.cookie)
  return token === undefined ? undefined : tokens.verify(token)
}

const cookie = (token: string, maxAgeSeconds: number, isSecure: boolean): string =>
  `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
