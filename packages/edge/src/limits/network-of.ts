import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'
import { parseAddress } from './address.ts'

/** What counts as one address: IPv4 itself; of IPv6 the /64, since one client commonly has all of it. */
export const networkOf = (text: string): string => {
  if (isIPv4(text)) return text
  const address = parseAddress(text)
  if (address === undefined) return text
  if (!(address instanceof ipaddr.IPv6)) return address.toString()
  const [a = 0, b = 0, c = 0, d = 0] = address.parts
  return `${a.toString(16)}:${b.toString(16)}:${c.toString(16)}:${d.toString(16)}`
}
