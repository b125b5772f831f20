import { isIPv4 } from 'node:net'

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')

/** A header of version 2 from its parts, right or wrong. */
export const rawHeader = (versionAndCommand: number, family: number, rest: Buffer): Buffer => {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(rest.length)
  return Buffer.concat([SIGNATURE, Buffer.from([versionAndCommand, family]), length, rest])
}

/** What a proxy sends for a client at an address, IPv6 written out in eight groups or with one `::`. */
export const proxyHeader = (source: string, more: Buffer = Buffer.alloc(0)): Buffer => {
  const ports = Buffer.from([0x9c, 0x40, 0xc3, 0x50])
  const address = isIPv4(source) ? Buffer.from(source.split('.').map(Number)) : ipv6Bytes(source)
  const destination = Buffer.alloc(address.length)
  const family = isIPv4(source) ? 0x11 : 0x21
  return rawHeader(0x21, family, Buffer.concat([address, destination, ports, more]))
}

/** What a proxy sends for its own health checks. */
export const localHeader = (): Buffer => rawHeader(0x20, 0, Buffer.alloc(0))

const ipv6Bytes = (address: string): Buffer => {
  const [head = [], tail = []] = address.split('::').map(half => (half === '' ? [] : half.split(':')))
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
  return Buffer.from(groups.map(group => group.padStart(4, '0')).join(''), 'hex')
}
