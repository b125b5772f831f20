import type { SignedIn } from '@ketik/edge'
import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { Type } from 'typebox'
import type { Asked } from '../asked.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Reply, type Route, route } from '../route.ts'
import {
  admitForms,
  answerSession,
  FORM_REFUSALS,
  presentedSession,
  refusalToAct,
  sessionAnswer,
  visitorOf,
} from '../session-answer.ts'

const passphrase = Type.String({ maxLength: 2_048, description: '8 to 256 characters after NFKC' })
const OWN_REFUSALS = {
  ...FORM_REFUSALS,
  401: 'No session of an account came with the request, or it is over',
  503: 'PostgreSQL is away',
} as const
const READ_REFUSALS = { 401: OWN_REFUSALS[401], 403: FORM_REFUSALS[403], 503: 'PostgreSQL is away' } as const

/** What the owner of a claimed name may do with it. */
export const accountRoutes = (deps: HttpDeps): readonly Route[] => {
  const { accounts, scores } = deps
  const whoIs = (asked: Asked) => accounts.whoIs(presentedSession(deps, asked)?.identity)
  const asOwner = async <T>(
    asked: Asked,
    act: (signedIn: SignedIn) => Promise<Reply<T>>,
  ): Promise<Reply<T>> => {
    const signedIn = await whoIs(asked)
    return isRefusal(signedIn) ? { refusal: signedIn } : await act(signedIn)
  }

  return [
    route({
      method: 'POST',
      path: '/api/account',
      summary:
        'Registers a name with a password. With a session of the guest who raced under it last, its results go along',
      body: Type.Object({ username: Type.String(), passphrase }),
      answers: sessionAnswer,
      refusals: {
        ...FORM_REFUSALS,
        409: 'Someone else is online under that name, or raced under it in the last 30 days',
        503: OWN_REFUSALS[503],
      },
      admit: admitForms(deps),
      handle: async (given, asked) => {
        const guest = presentedSession(deps, asked)?.identity
        const visitor = visitorOf(deps, asked)
        const refusal = refusalUnderName(given.username, folded =>
          deps.node.admission.refusalToRegister({ address: asked.address, folded, shown: [guest] }),
        )
        if (refusal !== undefined) return { refusal }
        const session = await accounts.registry.claim(given.username, given.passphrase, visitor, guest)
        return answerSession(deps, session, visitor)
      },
    }),
    route({
      path: '/api/account',
      summary: 'Who is signed in; a session that is a day old is renewed',
      answers: Type.Object({
        username: Type.String(),
        createdAt: Type.Number({ description: 'Epoch milliseconds' }),
        token: Type.Optional(Type.String({ description: 'Instead of the one that came' })),
      }),
      refusals: READ_REFUSALS,
      admit: admitForms(deps, false),
      handle: (_, asked) =>
        asOwner<{ username: string; createdAt: number; token?: string }>(asked, async signedIn => {
          const { username, createdAt } = signedIn.account
          const visitor = visitorOf(deps, asked)
          // A banned player keeps the token that it has, to export or to delete what is kept.
          const isBanned = refusalToAct(deps, asked) !== undefined
          const renewed = isBanned ? undefined : await accounts.renew(signedIn, visitor)
          if (renewed === undefined) return { body: { username, createdAt } }
          const answer = answerSession(deps, renewed, visitor)
          return 'refusal' in answer
            ? answer
            : { ...answer, body: { username, createdAt, token: renewed.token } }
        }),
    }),
    route({
      method: 'POST',
      path: '/api/account/name',
      summary: 'Renames the account: results go along, the old name is kept for it for 30 days',
      body: Type.Object({ username: Type.String() }),
      answers: sessionAnswer,
      refusals: { ...OWN_REFUSALS, 409: 'The name is in use, was raced under, or three are kept already' },
      admit: admitForms(deps),
      handle: ({ username }, asked) =>
        asOwner(asked, async signedIn => {
          const { moderation } = deps.node.lobby
          const refusal = refusalUnderName(username, folded =>
            moderation.isBanned({ folded }) ? refuse('banned') : undefined,
          )
          return refusal === undefined
            ? answerSession(deps, await accounts.rename(signedIn, username))
            : { refusal }
        }),
    }),
    route({
      method: 'POST',
      path: '/api/account/passphrase',
      summary: 'Changes the password, and ends every other session',
      body: Type.Object({ passphrase, newPassphrase: passphrase }),
      answers: sessionAnswer,
      refusals: OWN_REFUSALS,
      admit: admitForms(deps),
      handle: (given, asked) =>
        asOwner(asked, async signedIn => {
          const visitor = visitorOf(deps, asked)
          const { passphrase: before, newPassphrase } = given
          const session = await accounts.changePassphrase(signedIn, before, newPassphrase, visitor)
          return answerSession(deps, session, visitor)
        }),
    }),
    route({
      method: 'POST',
      path: '/api/account/deletion',
      summary: 'Deletes the account: results stay without a name, keys and standings go',
      body: Type.Object({ passphrase }),
      answers: Type.Object({ deleted: Type.Boolean() }),
      refusals: OWN_REFUSALS,
      admit: admitForms(deps, true, true),
      handle: (given, asked) =>
        asOwner(asked, async signedIn => {
          const refusal = await accounts.delete(signedIn, given.passphrase, visitorOf(deps, asked))
          if (refusal !== undefined) return { refusal }
          return {
            body: { deleted: true },
            cookie: 'removed',
          }
        }),
    }),
    route({
      path: '/api/account/export',
      summary: 'All that is kept of the account, 200 results a page with their keys; chat is not kept',
      query: Type.Object({
        from: Type.Optional(Type.String({ maxLength: 240, pattern: '^\\d{1,16}(\\.\\d+)? .*$' })),
      }),
      answers: Type.Object({
        account: Type.Object({ username: Type.String(), createdAt: Type.Number() }),
        player: Type.Union([Type.Record(Type.String(), Type.Number()), Type.Null()]),
        results: Type.Array(Type.Record(Type.String(), Type.Unknown())),
        next: Type.Union([Type.String({ description: 'The `from` of the next page' }), Type.Null()]),
      }),
      refusals: { ...READ_REFUSALS, 400: 'No page begins there' },
      admit: admitForms(deps, false),
      handle: ({ from }, asked) =>
        asOwner(asked, async ({ account }) => ({
          body: {
            account: { username: account.username, createdAt: account.createdAt },
            ...(await scores.exportAccount(account, from)),
          },
          headers: { 'content-disposition': 'attachment; filename="ketik.json"' },
        })),
    }),
  ]
}

/** Judges the name that a request asks for. A malformed one is left to what follows. */
const refusalUnderName = (
  raw: string,
  judge: (folded: string) => Refusal | undefined,
): Refusal | undefined => {
  const username = toUsername(raw)
  return isRefusal(username) ? undefined : judge(foldUsername(username))
}
