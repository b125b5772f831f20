import { BlockList, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'
import { parseAsWritten, withoutIpv6 } from './address.ts'

/** How many bits of an IPv6 address come before the IPv4 address inside it. */
const BITS_BEFORE_IPV4 = 96

/**
 * An address, or a network written as `address/bits`, in the notation of `toAddress`: a network begins with its first
 * address, and one of a single address has no bits. Undefined when the text is neither.
 */
export const toAddressBlock = (text: string): string | undefined => {
  const [addressText = '', bitsText, ...rest] = text.trim().split('/')
  const written = parseAsWritten(addressText)
  if (written === undefined || rest.length > 0) return undefined
  const address = withoutIpv6(written)
  if (bitsText === undefined) return address.toString()
  if (!/^\d{1,3}$/.test(bitsText)) return undefined
  const bits = Number(bitsText) - (address.kind() === written.kind() ? 0 : BITS_BEFORE_IPV4)
  const all = address.kind() === 'ipv4' ? 32 : 128
  if (bits < 0 || bits > all) return undefined
  if (bits === all) return address.toString()
  return `${firstOf(`${address}/${bits}`)}/${bits}`
}

/**
 * Answers whether an address, in the notation of `toAddress`, is in any of the blocks. Throws on an entry that is not a
 * block; `setting` names where the entries come from.
 */
export const createAddressBlocks = (
  entries: readonly string[],
  setting: string,
): ((address: string) => boolean) => {
  const list = new BlockList()
  for (const entry of entries) {
    const block = toAddressBlock(entry)
    if (block === undefined) throw new Error(`${setting}: ${entry} is no address or network`)
    const [address = '', bits] = block.split('/')
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return address => list.check(address, familyOf(address))
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4')

const firstOf = (cidr: string): string =>
  (cidr.includes(':')
    ? ipaddr.IPv6.networkAddressFromCIDR(cidr)
    : ipaddr.IPv4.networkAddressFromCIDR(cidr)
  ).toString()
