import type { IncomingMessage } from 'node:http'

/**
 * Whether a request names this process by an address or name that is its own. A page whose name was pointed at this
 * address (DNS rebinding) names itself in `Host`, and must not read what is served here.
 */
export type OwnHost = (request: IncomingMessage) => boolean

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/** `names`: further names of the port, such as `metrics.example`, in any case. */
export const createOwnHost = (host: string, names: readonly string[]): OwnHost => {
  const own = new Set([host, ...names].map(name => inBrackets(name.toLowerCase())))
  return ({ headers, socket }) => {
    const asked = (headers.host ?? '').toLowerCase().replace(/:\d*$/, '')
    if (asked === '') return false
    // A name cannot be an address, so nobody can point one here.
    return (
      LOOPBACK.test(asked) || own.has(asked) || asked === inBrackets(plainAddress(socket.localAddress ?? ''))
    )
  }
}

const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')
/** As a URL has an IPv6 address. */
const inBrackets = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
