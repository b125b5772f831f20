import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import { createAddressBlocks, toAddress } from '@ketik/edge'

export type ClientAddress = (response: HttpResponse, request: HttpRequest) => string
/** The same for those who have the two as text: the peer's address, and the X-Forwarded-For header or nothing. */
export type AddressRule = (peer: string, forwardedFor: string) => string

export const createClientAddress = (trustedProxies: readonly string[]): ClientAddress => {
  const rule = createAddressRule(trustedProxies)
  return (response, request) =>
    rule(Buffer.from(response.getRemoteAddressAsText()).toString(), request.getHeader('x-forwarded-for'))
}

/**
 * Whose connection it is, in the notation of `toAddress`: the peer's address, or, when the peer is a trusted proxy, the one it names last. The
 * proxy must delete the X-Forwarded-For header of the client itself (uWebSockets.js reads the first such header).
 * Throws on an entry that is neither an address nor a network.
 */
export const createAddressRule = (trustedProxies: readonly string[]): AddressRule => {
  const isTrusted = createAddressBlocks(trustedProxies, 'TRUSTED_PROXIES')
  return (peerText, forwardedFor) => {
    const peer = toAddress(peerText) ?? peerText
    if (forwardedFor === '' || !isTrusted(peer)) return peer
    return toAddress(forwardedFor.split(',').at(-1) ?? '') ?? peer
  }
}
