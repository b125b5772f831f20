import { isIPv6 } from 'node:net'
import type { ServiceKind } from './service-plan.ts'

/** A running service with the ports it listens on. */
export type Listening = {
  readonly name: string
  readonly kind: ServiceKind
  readonly ports: Readonly<Record<string, number>>
}

type Entry = {
  readonly title: string
  readonly address: (host: string, port: number) => string
  readonly use: (host: string, port: number) => string
}

/** The entry points of each kind of service, by the name of the port. */
const entries: Readonly<Record<ServiceKind, Readonly<Record<string, readonly Entry[]>>>> = {
  gateway: {
    http: [{ title: 'Race in a browser', address: webAddress, use: () => 'open this address' }],
    plainChat: [
      {
        title: 'Plain chat',
        address: (host, port) => `ws://${hostInUrl(host)}:${port}/`,
        use: () => 'WebSocket text frames; ?name=Budi sets your name',
      },
    ],
    diagnostics: [
      {
        title: 'Diagnostics',
        address: (host, port) => `ws://${hostInUrl(host)}:${port}/`,
        use: () => 'WebSocket; sends a status every 3 seconds',
      },
    ],
  },
  'tcp-edge': {
    race: [
      {
        title: 'Race in a terminal',
        address: hostAndPort,
        use: (host, port) => `npm run terminal -- --name Budi${terminalOptions(host, port)}`,
      },
      {
        title: 'Race over TCP',
        address: hostAndPort,
        use: (host, port) => `nc ${host} ${port}   then {"type":"login","username":"Budi"}`,
      },
    ],
    nick: [
      {
        title: 'Chat over TCP',
        address: hostAndPort,
        use: (host, port) => `nc ${host} ${port}   then your name`,
      },
    ],
  },
  matchmaker: {},
}

/** The lines that name every address of the cluster and what to do there. */
export function describeAddresses(host: string, services: readonly Listening[]): readonly string[] {
  const shownHost = isEveryAddress(host) ? '127.0.0.1' : host
  const rows = services.flatMap(({ kind, ports }) =>
    Object.entries(entries[kind]).flatMap(([name, entriesOfPort]) => {
      const port = ports[name]
      if (port === undefined) return []
      return entriesOfPort.map(
        ({ title, address, use }) => [title, address(shownHost, port), use(shownHost, port)] as const,
      )
    }),
  )
  const metrics = services.flatMap(({ name, ports }) =>
    ports['admin'] ? [`${name} :${ports['admin']}`] : [],
  )
  const widths = [0, 1].map(column => Math.max(0, ...rows.map(row => row[column]?.length ?? 0)))
  return [
    ...rows.map(row =>
      `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd(),
    ),
    ...(metrics.length === 0 ? [] : [`  Metrics at /metrics on 127.0.0.1: ${metrics.join(', ')}`]),
  ]
}

/** Whether a server that listens there listens on every address of the machine. */
export const isEveryAddress = (host: string): boolean => host === '0.0.0.0' || /^[0:]+$/.test(host)

export function webAddress(host: string, port: number): string {
  return `http://${hostInUrl(host)}:${port}`
}

function hostAndPort(host: string, port: number): string {
  return `${hostInUrl(host)}:${port}`
}

function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}

/** What differs from the defaults of the terminal client. */
function terminalOptions(host: string, port: number): string {
  return `${host === '127.0.0.1' ? '' : ` --host ${host}`}${port === 50_000 ? '' : ` --port ${port}`}`
}
