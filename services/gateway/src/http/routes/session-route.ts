import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { Type } from 'typebox'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'
import {
  admitForms,
  answerSession,
  FORM_REFUSALS,
  presentedSession,
  refusalToAct,
  sessionAnswer,
  visitorOf,
} from '../session-answer.ts'

export const sessionRoutes = (deps: HttpDeps): readonly Route[] => [openRoute(deps), ...endRoutes(deps)]

const openRoute = (deps: HttpDeps): Route =>
  route({
    method: 'POST',
    path: '/api/session',
    summary:
      'A session for a name: the same player again when a session of that name comes with the request; a registered name takes its password or such a session',
    body: Type.Object({
      username: Type.String(),
      passphrase: Type.Optional(Type.String({ maxLength: 2_048 })),
    }),
    answers: sessionAnswer,
    refusals: {
      ...FORM_REFUSALS,
      404: 'There is a password, and the name is not registered',
      503: 'PostgreSQL is away',
    },
    admit: admitForms(deps),
    handle: async (given, asked) => {
      const { node, accounts } = deps
      const username = toUsername(given.username)
      if (isRefusal(username)) return { refusal: username }
      const folded = foldUsername(username)
      const banned = refusalToAct(deps, asked, folded)
      if (banned !== undefined) return { refusal: banned }
      if (given.passphrase !== undefined) {
        const visitor = visitorOf(deps, asked)
        const signedIn = await accounts.signIn(username, given.passphrase, visitor)
        return answerSession(deps, signedIn, visitor)
      }
      const shown = presentedSession(deps, asked)
      const isSame = shown !== undefined && foldUsername(shown.identity.username) === folded
      if (isSame && shown.identity.account !== undefined) {
        const signedIn = await accounts.whoIs(shown.identity)
        if (!isRefusal(signedIn)) {
          const visitor = visitorOf(deps, asked)
          const renewed = await accounts.renew(signedIn, visitor)
          return renewed === undefined ? answerSession(deps, shown) : answerSession(deps, renewed, visitor)
        }
      }
      const taken = await refusalOf(deps, folded)
      if (taken !== undefined) return { refusal: taken }
      const isGuest = isSame && shown.identity.account === undefined
      const token = node.tokens.issue(isGuest ? shown.identity.player : node.newId('p'), username)
      const identity = node.tokens.verify(token)
      return answerSession(deps, identity === undefined ? refuse('internal') : { token, identity })
    },
  })

const endRoutes = (deps: HttpDeps): readonly Route[] =>
  [
    { path: '/api/session', summary: 'Ends the session that comes with the request', everywhere: false },
    { path: '/api/sessions', summary: 'Ends all sessions of the account, everywhere', everywhere: true },
  ].map(({ path, summary, everywhere }) =>
    route({
      method: 'DELETE',
      path,
      summary: `${summary}, and takes the cookie away`,
      answers: Type.Object({ signedOut: Type.Boolean({ description: 'False: there was none to end' }) }),
      refusals: {
        403: FORM_REFUSALS[403],
        503: 'PostgreSQL is away',
      },
      admit: admitForms(deps, false),
      handle: async (_, asked) => {
        const { accounts } = deps
        const signedIn = await accounts.whoIs(presentedSession(deps, asked)?.identity)
        const signedOut = !isRefusal(signedIn)
        if (!isRefusal(signedIn)) {
          if (everywhere) await accounts.signOutEverywhere(signedIn)
          else await accounts.signOut(signedIn.identity)
        }
        return { body: { signedOut }, cookie: 'removed' }
      },
    }),
  )

/** Why a guest cannot have the name; when nobody can tell, the door will. */
const refusalOf = async ({ node }: HttpDeps, folded: string): Promise<Refusal | undefined> => {
  const claim = await node.cluster.claims.of(folded).catch(error => {
    node.log.debug({ err: error }, 'a session is given before it is known whose the name is')
    return undefined
  })
  if (claim === undefined) return undefined
  return refuse('player' in claim ? 'name_claimed' : 'name_kept')
}
