import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import type { SessionTokens } from '@ketik/edge'
import type { Cookies } from './cookies.ts'
import type { OriginRule } from './origin-rule.ts'
import type { OverTls } from './over-tls.ts'

/** The session token that the cookie of an upgrade carries, where it counts. */
export type OwnPageToken = (response: HttpResponse, request: HttpRequest) => string | undefined

type Deps = {
  readonly isOwnPage: OriginRule
  readonly isOverTls: OverTls
  readonly cookies: Pick<Cookies, 'session'>
  readonly tokens: SessionTokens
}

/** Any page may connect, as a guest or with a token that it has; the cookie counts for our own page only. */
export const createOwnPageToken =
  ({ isOwnPage, isOverTls, cookies, tokens }: Deps): OwnPageToken =>
  (response, request) => {
    const header = request.getHeader('cookie')
    if (header === '') return undefined
    const page = {
      origin: request.getHeader('origin'),
      host: request.getHeader('host'),
      fetchSite: request.getHeader('sec-fetch-site'),
    }
    if (!isOwnPage(page)) return undefined
    const way = {
      peer: Buffer.from(response.getRemoteAddressAsText()).toString(),
      forwardedProto: request.getHeader('x-forwarded-proto'),
    }
    const found = cookies.session.values(header, isOverTls(way))
    // The session refuses a token that proves nothing, and says so.
    return found.find(token => tokens.verify(token) !== undefined) ?? found[0]
  }
