import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import { BlockList, isIP } from 'node:net'

export type ClientAddress = (response: HttpResponse, request: HttpRequest) => string
/** The same for those who have the two as text: the peer's address, and the X-Forwarded-For header or nothing. */
export type AddressRule = (peer: string, forwardedFor: string) => string

export const createClientAddress = (trustedProxies: readonly string[]): ClientAddress => {
  const rule = createAddressRule(trustedProxies)
  return (response, request) =>
    rule(Buffer.from(response.getRemoteAddressAsText()).toString(), request.getHeader('x-forwarded-for'))
}

/**
 * Whose connection it is: the peer's address, or, when the peer is a proxy that we trust, the one it names last. The
 * proxy must delete the X-Forwarded-For header of the client itself (uWebSockets.js reads the first such header).
 * Throws on an entry that is neither an address nor a network.
 */
export const createAddressRule = (trustedProxies: readonly string[]): AddressRule => {
  const trusted = new BlockList()
  for (const entry of trustedProxies) {
    const [address = '', bits] = entry.trim().split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) throw new Error(`TRUSTED_PROXIES: ${entry} is no address or network`)
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  return (peerText, forwardedFor) => {
    const peer = plainAddress(peerText)
    if (trustedProxies.length === 0 || !trusted.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4')) return peer
    const named = forwardedFor.split(',').at(-1)?.trim() ?? ''
    return isIP(named) === 0 ? peer : named
  }
}

/** IPv4 in IPv6 form and IPv6 written out in full are the same address as their short forms. */
const plainAddress = (text: string): string => {
  const mapped = /^(?:0{4}:){5}ffff:([0-9a-f]{2})([0-9a-f]{2}):([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  return mapped === null
    ? text
    : mapped
        .slice(1)
        .map(hex => Number.parseInt(hex, 16))
        .join('.')
}
