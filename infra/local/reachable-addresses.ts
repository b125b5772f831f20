import { isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { isEveryAddress } from './addresses.ts'

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Bridges and cables to containers and virtual machines of this machine. Nothing outside of it is there. */
const inside = /^(docker|podman|veth|virbr|vnet|vmnet|vboxnet|lxcbr|lxdbr|cni|flannel|cali|br-[0-9a-f]{12}$)/
/** IPv4 and IPv6 addresses that are valid on one cable alone, and that no URL can hold without a zone. */
const linkLocal = /^(169\.254\.|fe[89ab])/i
/** Tunnels: a phone may or may not be in the same one. */
const tunnel = /^(tun|tap|wg|ppp|tailscale|zt|utun)/

/**
 * The addresses at which another device on the same network finds a server that listens on `host`; the likeliest first.
 * None for a server that listens on the loopback alone.
 */
export function reachableAddresses(host: string, interfaces: Interfaces): readonly string[] {
  if (!isEveryAddress(host)) return isLoopback(host) ? [] : [host]
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    inside.test(name)
      ? []
      : infos
          .filter(({ internal, address }) => !internal && !linkLocal.test(address))
          .filter(({ address }) => host !== '0.0.0.0' || isIPv4(address))
          .map(({ address }) => ({ address, rank: (tunnel.test(name) ? 2 : 0) + (isIPv4(address) ? 0 : 1) })),
  )
  return found.toSorted((one, other) => one.rank - other.rank).map(({ address }) => address)
}

const isLoopback = (host: string): boolean => /^(127\.|::1$|(.+\.)?localhost$)/i.test(host)
