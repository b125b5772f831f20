import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Longer than any notation of an address: 45 characters, a zone, brackets and a port. */
const TEXT_MAX = 100
/** What IPv6 addresses begin with that end in an IPv4 address: ::ffff (RFC 4291), ::ffff:0 (SIIT), 64:ff9b:: (NAT64). */
const IPV4_INSIDE: ReadonlySet<string> = new Set(
  ['::ffff:0:0', '::ffff:0:0:0', '64:ff9b::'].map(first => ipaddr.IPv6.parse(first).parts.slice(0, 6).join()),
)

/**
 * The only notation of an address that the platform keeps, counts and compares: IPv4 as four decimal numbers, IPv6 in
 * the short form of RFC 5952, IPv4 inside IPv6 as IPv4. Accepts what proxies and operators write: a port, brackets, a
 * zone id. Undefined when the text is not an address.
 */
export const toAddress = (text: string): string | undefined =>
  isIPv4(text) ? text : parseAddress(text)?.toString()

/** The address of 4 or 16 bytes in network order, in the same notation. */
export const addressOfBytes = (bytes: Uint8Array): string =>
  withoutIpv6(ipaddr.fromByteArray([...bytes])).toString()

export const parseAddress = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  const written = parseAsWritten(text)
  return written && withoutIpv6(written)
}

/** The same, but IPv4 inside IPv6 stays IPv6. */
export const parseAsWritten = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  if (text.length > TEXT_MAX) return undefined
  const bare = withoutPort(text.trim())
  // The library alone also accepts octal and hexadecimal numbers, and fewer than four of them.
  if (isIPv4(bare)) return ipaddr.IPv4.parse(bare)
  const withoutZone = bare.replace(/%.*$/, '')
  return isIPv6(withoutZone) ? ipaddr.IPv6.parse(withoutZone) : undefined
}

/** `[::1]:80`, `[::1]` and `192.0.2.1:80`; a port after IPv6 without brackets cannot be told from the address. */
const withoutPort = (text: string): string => {
  const match = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? /^([\d.]+):\d{1,5}$/.exec(text)
  return match?.[1] ?? text
}

export const withoutIpv6 = (address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 =>
  address instanceof ipaddr.IPv6 && IPV4_INSIDE.has(address.parts.slice(0, 6).join())
    ? ipaddr.fromByteArray(address.toByteArray().slice(12))
    : address
