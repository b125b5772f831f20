import { addressOfBytes } from '@ketik/edge'

/** What the bytes at the start of a connection are, by version 2 of the PROXY protocol (haproxy.org, proxy-protocol.txt). */
export type ProxyHeader =
  | { readonly state: 'incomplete' }
  | { readonly state: 'malformed'; readonly why: string }
  /** `source`: whose connection it is. Undefined when the proxy speaks for itself, or of no address we know. */
  | { readonly state: 'complete'; readonly bytes: number; readonly source: string | undefined }

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')
const FIXED_BYTES = 16
/** Addresses take at most 216; the rest is room for what proxies add (TLS details, ids). */
export const PROXY_HEADER_BYTES_MAX = 2_048
const VERSION_2 = 0x20
const LOCAL = 0
const PROXY = 1
/** Address family in the high half, transport in the low one: stream is 1. */
const TCP_OVER_IPV4 = 0x11
const TCP_OVER_IPV6 = 0x21

const incomplete = { state: 'incomplete' } as const
const malformed = (why: string) => ({ state: 'malformed', why }) as const

/** Reads the header from all that has come so far. Says that it is malformed at the first byte that shows it. */
export const readProxyHeader = (bytes: Buffer): ProxyHeader => {
  const known = Math.min(bytes.length, SIGNATURE.length)
  if (bytes.compare(SIGNATURE, 0, known, 0, known) !== 0) return malformed('no signature')
  if (bytes.length < FIXED_BYTES) return incomplete
  const versionAndCommand = bytes.readUInt8(12)
  if ((versionAndCommand & 0xf0) !== VERSION_2) return malformed('another version')
  const command = versionAndCommand & 0x0f
  if (command !== LOCAL && command !== PROXY) return malformed('an unknown command')
  const length = FIXED_BYTES + bytes.readUInt16BE(14)
  if (length > PROXY_HEADER_BYTES_MAX) return malformed('too long')
  if (bytes.length < length) return incomplete
  if (command === LOCAL) return { state: 'complete', bytes: length, source: undefined }
  const addresses = bytes.subarray(FIXED_BYTES, length)
  switch (bytes.readUInt8(13)) {
    case TCP_OVER_IPV4:
      if (addresses.length < 12) return malformed('addresses cut short')
      return { state: 'complete', bytes: length, source: addressOfBytes(addresses.subarray(0, 4)) }
    case TCP_OVER_IPV6:
      if (addresses.length < 36) return malformed('addresses cut short')
      return { state: 'complete', bytes: length, source: addressOfBytes(addresses.subarray(0, 16)) }
    default:
      return { state: 'complete', bytes: length, source: undefined }
  }
}
