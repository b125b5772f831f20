import { isRefusal, refuse } from '@ketik/protocol'
import { Type } from 'typebox'
import { admitOperators } from '../admit-operators.ts'
import { forTheRecord, recordFields } from '../for-the-record.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Route, route } from '../route.ts'
import { admitForms, answerSession, FORM_REFUSALS, sessionAnswer, visitorOf } from '../session-answer.ts'

/** A link by which an owner sets a new password without the old one: an operator issues it, and it works once. */
export const resetRoutes = (deps: HttpDeps): readonly Route[] => [issueRoute(deps), useRoute(deps)]

const issueRoute = ({ accounts, adminSecret, node }: HttpDeps): Route =>
  route({
    method: 'POST',
    path: '/api/admin/accounts/{username}/reset',
    summary: 'Issues a link by which the owner sets a new password. It works once, for one hour',
    params: Type.Object({ username: Type.String({ minLength: 1, maxLength: 384 }) }),
    body: Type.Object(recordFields),
    answers: Type.Object({
      url: Type.String({
        description:
          'For the owner alone. It ends every earlier link of the account. Its scheme and host are those of this request: ask by the address that players use',
      }),
      until: Type.Number({ description: 'Epoch milliseconds' }),
    }),
    refusals: {
      400: 'The body is not such an object, or no player can have the name',
      403: 'The bearer token is not the secret of the operators, or they have none',
      404: 'The name is not registered',
      413: 'The body is longer than 8 KiB',
      503: 'PostgreSQL is away',
    },
    admit: admitOperators(adminSecret),
    handle: async ({ username, ...said }, { headers: { host }, isOverTls }) => {
      const link = await accounts.resets.issue(username, forTheRecord(said))
      if (isRefusal(link)) return { refusal: link }
      node.log.info({ until: link.until }, 'an operator issued a link for a new password')
      return { body: { url: urlOf(host, link.token, isOverTls), until: link.until } }
    },
  })

const useRoute = (deps: HttpDeps): Route =>
  route({
    method: 'POST',
    path: '/api/account/reset',
    summary: 'Sets the password by the token of a reset link, once. All earlier sessions end',
    body: Type.Object({
      token: Type.String({ maxLength: 128 }),
      passphrase: Type.String({ maxLength: 2_048, description: '8 to 256 characters after NFKC' }),
    }),
    answers: sessionAnswer,
    refusals: {
      ...FORM_REFUSALS,
      410: 'The link was used, has expired, or was replaced by a newer one',
      503: 'PostgreSQL is away',
    },
    admit: admitForms(deps),
    handle: async ({ token, passphrase }, asked) => {
      const visitor = visitorOf(deps, asked)
      const { moderation } = deps.node.lobby
      const session = await deps.accounts.resets.use(token, passphrase, visitor, ({ player, foldedName }) =>
        moderation.isBanned({ player, folded: foldedName }) ? refuse('banned') : undefined,
      )
      return answerSession(deps, session, visitor)
    },
  })

/** Browsers send no fragment to any server, so the token reaches no log. */
const urlOf = (host: string, token: string, isSecure: boolean): string =>
  `${isSecure ? 'https' : 'http'}://${host}/reset#${token}`
