import { createAddressBlocks, toAddress } from '@ketik/edge'

/** What tells how a browser reached us: the peer's address, and the X-Forwarded-Proto header or ''. */
type Way = { readonly peer: string; readonly forwardedProto: string }
/** Whether the browser reached us over TLS. */
export type OverTls = (way: Way) => boolean

/** `always`: the operator says so (SECURE_COOKIES). Otherwise a trusted proxy says so for each request. */
export const createOverTls = (trustedProxies: readonly string[], always: boolean): OverTls => {
  const isTrusted = createAddressBlocks(trustedProxies, 'TRUSTED_PROXIES')
  return ({ peer, forwardedProto }) =>
    always || (forwardedProto.trim().toLowerCase() === 'https' && isTrusted(toAddress(peer) ?? peer))
}
