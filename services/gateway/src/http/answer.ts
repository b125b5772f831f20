import { REFUSALS, type Refusal, refuse, toError } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'

/** A list is sent as one header for each of its values. */
export type Headers = Readonly<Record<string, string | readonly string[]>>

/** A whole response. A body of undefined has no length either: that of 304. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: string | Buffer | undefined
  /** The connection ends after it: what the client still sends is not worth reading. */
  readonly closes?: boolean
}

/** Every answer carries these. */
export const SECURITY_HEADERS: Headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

const JSON_HEADERS: Headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  ...SECURITY_HEADERS,
}

export const jsonAnswer = (status: number, body: unknown, headers: Headers = {}): Answer => ({
  status,
  headers: { ...JSON_HEADERS, ...headers },
  body: JSON.stringify(body),
})

/** To an address that has used up its budget; the connection ends, so that asking on costs the client another one. */
export const tooMany = (): Answer => ({ ...refusalAnswer(refuse('rate_limited')), closes: true })

/** A refusal in the catalogue's form, with the status of the catalogue unless another is given. */
export const refusalAnswer = (
  refusal: Refusal,
  status: number = REFUSALS[refusal.refused].status,
  headers: Headers = {},
): Answer => {
  metrics.refusals.inc({ code: refusal.refused })
  const error = toError(refusal)
  return jsonAnswer(status, error, error.retryable ? { 'retry-after': '1', ...headers } : headers)
}
