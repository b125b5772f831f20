import type { Session, Visitor } from '@ketik/edge'
import { foldUsername, isRefusal, type Refusal, refuse } from '@ketik/protocol'
import { Type } from 'typebox'
import { isDeviceId, newDeviceId } from '../device-id.ts'
import type { Asked } from './asked.ts'
import type { HttpDeps } from './http-deps.ts'
import type { Reply } from './route.ts'

export const sessionAnswer = Type.Object({ username: Type.String(), token: Type.String() })

/** What every route that changes something refuses, besides its own. */
export const FORM_REFUSALS = {
  400: 'The body is not such an object, or a field of it is none',
  403: 'The request comes from a page of another origin, what was given proves nothing, or an operator has banned the caller',
  413: 'The body is longer than 8 KiB',
  415: 'The body is not application/json',
} as const

/** Where a request comes from; a browser without an id gets one, which `answerSession` hands to it. */
export const visitorOf = (
  { cookies }: HttpDeps,
  { address, headers, isOverTls, isGone }: Asked,
): Required<Visitor> => ({
  address,
  isGone,
  device: cookies.device.values(headers.cookie, isOverTls).find(isDeviceId) ?? newDeviceId(),
})

/**
 * A session's token as the answer and as the cookie; or why there is none. A banned player gets none. `signedIn`: the
 * account now knows the visitor.
 */
export const answerSession = (
  { node }: HttpDeps,
  session: Session | Refusal,
  signedIn?: Visitor,
): Reply<{ username: string; token: string }> => {
  if (isRefusal(session)) return { refusal: session }
  const { token, identity } = session
  const { username, player } = identity
  if (node.lobby.moderation.isBanned({ folded: foldUsername(username), player })) {
    return { refusal: refuse('banned') }
  }
  const maxAgeSeconds = Math.floor((identity.expiresAt - node.now()) / 1_000)
  return { body: { username, token }, cookie: { token, maxAgeSeconds, device: signedIn?.device } }
}

/** The session that came with a request: as a bearer token or as the cookie. */
export const presentedSession = (
  { node, cookies }: HttpDeps,
  { headers, isOverTls }: Asked,
): Session | undefined => {
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization)?.[1]
  const tokens = bearer === undefined ? cookies.session.values(headers.cookie, isOverTls) : [bearer]
  return tokens.flatMap(token => {
    const identity = node.tokens.verify(token)
    return identity === undefined ? [] : { token, identity }
  })[0]
}

/** Why who asks may not act under a name that the request gives, or at all. */
export const refusalToAct = (deps: HttpDeps, asked: Asked, folded?: string): Refusal | undefined => {
  const shown = [presentedSession(deps, asked)?.identity]
  return deps.node.admission.refusalFor({ address: asked.address, folded, shown })
}

/**
 * Lets in JSON that comes from our own page, or from no page: a form of another site can send neither. A request with a
 * body acts for a player, so whoever is banned is refused, unless the route is `openToBanned`.
 */
export const admitForms =
  (deps: HttpDeps, hasBody = true, openToBanned = !hasBody) =>
  (asked: Asked): Reply<never> | undefined => {
    const { origin, host, 'sec-fetch-site': fetchSite, 'content-type': contentType } = asked.headers
    if (!deps.isOwnPage({ origin, host, fetchSite })) {
      return { refusal: refuse('bad_field', { field: 'origin' }), status: 403 }
    }
    if (hasBody && !isJson(contentType)) return { refusal: refuse('bad_json'), status: 415 }
    const banned = openToBanned ? undefined : refusalToAct(deps, asked)
    return banned === undefined ? undefined : { refusal: banned }
  }

const isJson = (contentType: string): boolean => /^application\/json\s*(;|$)/i.test(contentType)
