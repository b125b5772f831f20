import type { HttpRequest } from 'uWebSockets.js'

/** What is kept of a request: it is valid only until its handler returns or awaits, so all is read at once. */
export type Asked = {
  /** In upper case. */
  readonly method: string
  /** As it came, percent escapes and all, without the query. */
  readonly path: string
  readonly query: string
  /** The client's, as far as trusted proxies tell. */
  readonly address: string
  /** Whether the client reached us over TLS, as far as settings and trusted proxies tell. */
  readonly isOverTls: boolean
  readonly headers: { readonly [name in HeaderName]: string }
  /** Whether nobody waits for the answer any more. */
  readonly isGone: () => boolean
}

type HeaderName = (typeof HEADER_NAMES)[number]

const HEADER_NAMES = [
  'accept',
  'accept-encoding',
  'authorization',
  'content-type',
  'cookie',
  'host',
  'if-none-match',
  'origin',
  'sec-fetch-site',
] as const

/** A header that was not sent is empty. */
export const toAsked = (
  request: HttpRequest,
  { address, isOverTls, isGone }: Pick<Asked, 'address' | 'isOverTls' | 'isGone'>,
): Asked => ({
  method: request.getMethod().toUpperCase(),
  path: request.getUrl(),
  query: request.getQuery(),
  address,
  isOverTls,
  isGone,
  headers: Object.fromEntries(HEADER_NAMES.map(name => [name, request.getHeader(name)])) as Asked['headers'],
})
