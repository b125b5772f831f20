import type { Session } from '@ketik/edge'
import { isRefusal, type Refusal, refuse } from '@ketik/protocol'
import { Type } from 'typebox'
import type { Asked } from './asked.ts'
import type { HttpDeps } from './http-deps.ts'
import type { Reply } from './route.ts'

export const sessionAnswer = Type.Object({ username: Type.String(), token: Type.String() })

/** What every route that changes something refuses, besides its own. */
export const FORM_REFUSALS = {
  400: 'The body is not such an object, or a field of it is none',
  403: 'The request comes from a page of another origin, or what was given proves nothing',
  413: 'The body is longer than 8 KiB',
  415: 'The body is not application/json',
} as const

/** A session's token as the answer and as the cookie; or why there is none. */
export const answerSession = (
  { node }: HttpDeps,
  session: Session | Refusal,
): Reply<{ username: string; token: string }> => {
  if (isRefusal(session)) return { refusal: session }
  const { token, identity } = session
  const maxAgeSeconds = Math.floor((identity.expiresAt - node.now()) / 1_000)
  return {
    body: { username: identity.username, token },
    cookie: { token, maxAgeSeconds },
  }
}

/** The session that came with a request: as a bearer token or as the cookie. */
export const presentedSession = (
  { node, cookie }: HttpDeps,
  { headers, isOverTls }: Asked,
): Session | undefined => {
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization)?.[1]
  const tokens = bearer === undefined ? cookie.tokens(headers.cookie, isOverTls) : [bearer]
  return tokens.flatMap(token => {
    const identity = node.tokens.verify(token)
    return identity === undefined ? [] : { token, identity }
  })[0]
}

/** Lets in JSON that comes from our own page, or from no page: a form of another site can send neither. */
export const admitForms =
  (deps: HttpDeps, hasBody = true) =>
  (asked: Asked): Reply<never> | undefined => {
    const { origin, host, 'sec-fetch-site': fetchSite, 'content-type': contentType } = asked.headers
    if (!deps.isOwnPage({ origin, host, fetchSite })) {
      return { refusal: refuse('bad_field', { field: 'origin' }), status: 403 }
    }
    return !hasBody || isJson(contentType) ? undefined : { refusal: refuse('bad_json'), status: 415 }
  }

const isJson = (contentType: string): boolean => /^application\/json\s*(;|$)/i.test(contentType)
