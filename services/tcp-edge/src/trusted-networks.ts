import { BlockList, isIP } from 'node:net'

/** Tells whether an address is in any of the addresses and networks (CIDR). Throws on an entry that is neither. */
export const createTrustedNetworks = (entries: readonly string[]): ((address: string) => boolean) => {
  const trusted = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.trim().split('/')
    if (isIP(address) === 0) throw new Error(`TRUSTED_PROXIES: ${entry} is no address or network`)
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  return address => isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
