import { SessionKeys } from '@ketik/edge'
import { createCookies } from '@ketik/gateway'
import { SESSION_SECRET, type TestCluster } from '../cluster.ts'

export const PASSPHRASE = 'kuda poni berlari'

export type Asked = {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>> & { readonly token?: string; readonly code?: string }
  /** The first cookie that the answer sets, and all of them. */
  readonly cookie: string | undefined
  readonly cookies: readonly string[]
}

type How = {
  readonly token?: string | undefined
  readonly cookie?: string | undefined
  readonly from?: string
  readonly origin?: string
}

/** Asks the nth gateway, as a page or a script would; `from` is an address of its own where proxies are trusted. */
export const askGateway = async (
  cluster: TestCluster,
  node: number,
  what: string,
  body?: unknown,
  { token, cookie, from, origin }: How = {},
): Promise<Asked> => {
  const [method = 'GET', path = '/'] = what.split(' ')
  const answer = await fetch(`http://127.0.0.1:${cluster.gateways[node]?.ports['http'] ?? 0}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(from === undefined ? {} : { 'x-forwarded-for': from }),
      ...(origin === undefined ? {} : { origin }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const cookies = answer.headers.getSetCookie().map(cookie => cookie.split(';', 1).join())
  return {
    status: answer.status,
    body: (await answer.json()) as Asked['body'],
    cookie: cookies[0],
    cookies,
  }
}

/** The session cookie of a cluster as a browser sends it back. */
export const sessionCookie = ({ prefix }: TestCluster, token: string): string =>
  createCookies(new SessionKeys(SESSION_SECRET), prefix).session.set(token, 60, false)[0]?.split(';')[0] ?? ''

let addresses = 0

/** Claims a name that nobody is online under, from an address of its own, and answers the token. */
export const claimed = async (cluster: TestCluster, username: string): Promise<string> => {
  const from = `198.51.100.${++addresses % 250}`
  const answer = await askGateway(
    cluster,
    0,
    'POST /api/account',
    { username, passphrase: PASSPHRASE },
    { from },
  )
  if (answer.body.token === undefined) throw new Error(`${username}: ${JSON.stringify(answer.body)}`)
  return answer.body.token
}
