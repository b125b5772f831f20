import { isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import type { WriteStream } from 'node:tty'
import { encode, renderUnicodeCompact } from 'uqr'
import { isEveryAddress, type Listening, webAddress } from './addresses.ts'

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

const quietZone = { border: 2 } as const
const indent = 4
/** Bright white on black, whatever the colours of the terminal: many scanners read no inverted code. */
const light = '\x1b[97;40m'
const reset = '\x1b[0m'

/** Bridges and cables to containers and virtual machines of this machine. Nothing outside of it is there. */
const inside = /^(docker|podman|veth|virbr|vnet|vmnet|vboxnet|lxcbr|lxdbr|cni|flannel|cali|br-[0-9a-f]{12}$)/
/** IPv4 and IPv6 addresses that are valid on one cable alone, and that no URL can hold without a zone. */
const linkLocal = /^(169\.254\.|fe[89ab])/i
/** Tunnels: a phone may or may not be in the same one. */
const tunnel = /^(tun|tap|wg|ppp|tailscale|zt|utun)/
const loopback = /^(127\.|::1$|(.+\.)?localhost$)/i

/**
 * The lines that show how another device on the same network opens the web client, with a QR code of the first address
 * if the screen can show it. None if the cluster listens on the loopback alone.
 */
export function describeSharing(
  host: string,
  services: readonly Listening[],
  interfaces: Interfaces,
  screen: Pick<WriteStream, 'isTTY' | 'columns'>,
): readonly string[] {
  const port = services.map(({ ports }) => ports['http']).find(http => http !== undefined)
  if (port === undefined) return []
  const urls = reachableAddresses(host, interfaces).map(address => webAddress(address, port))
  const [first] = urls
  if (first === undefined) {
    return isEveryAddress(host) ? ['  This machine has no address that other devices can reach.'] : []
  }
  const fits = screen.isTTY && encode(first, quietZone).size + indent <= screen.columns
  return [
    '  On a phone or another computer on the same network, open:',
    ...urls.map(url => `${' '.repeat(indent)}${url}`),
    ...(fits ? ['', ...qrCode(first)] : []),
  ]
}

const qrCode = (text: string): readonly string[] =>
  renderUnicodeCompact(text, quietZone)
    .split('\n')
    .map(line => `${' '.repeat(indent)}${light}${line}${reset}`)

/**
 * The addresses at which another device on the same network finds a server that listens on `host`; the likeliest first.
 * None for a server that listens on the loopback alone.
 */
export function reachableAddresses(host: string, interfaces: Interfaces): readonly string[] {
  if (!isEveryAddress(host)) return loopback.test(host) ? [] : [host]
  const found = Object.entries(interfaces)
    .filter(([name]) => !inside.test(name))
    .flatMap(([name, infos = []]) =>
      infos
        .filter(({ internal, address }) => !internal && !linkLocal.test(address))
        .filter(({ address }) => host !== '0.0.0.0' || isIPv4(address))
        .map(({ address }) => ({ address, rank: (tunnel.test(name) ? 2 : 0) + (isIPv4(address) ? 0 : 1) })),
    )
  return found.toSorted((one, other) => one.rank - other.rank).map(({ address }) => address)
}
