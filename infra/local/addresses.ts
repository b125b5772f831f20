import { isIPv6 } from 'node:net'

/** A running service with the ports it listens on, by their names. */
export type Listening = { readonly name: string; readonly ports: Readonly<Record<string, number>> }

type Row = readonly [title: string, address: string, use: string]

/** What to do at each port, by its name. */
const rowsOf: Readonly<Record<string, (host: string, port: number) => readonly Row[]>> = {
  http: (host, port) => [['Race in a browser', webAddress(host, port), 'open this address']],
  plainChat: (host, port) => [
    ['Plain chat', `ws://${at(host, port)}/`, 'WebSocket text frames; ?name=Budi sets your name'],
  ],
  diagnostics: (host, port) => [
    ['Diagnostics', `ws://${at(host, port)}/`, 'WebSocket; sends a status every 3 seconds'],
  ],
  race: (host, port) => [
    ['Race in a terminal', at(host, port), `npm run terminal -- --name Budi${terminalOptions(host, port)}`],
    ['Race over TCP', at(host, port), `nc ${host} ${port}   then {"type":"login","username":"Budi"}`],
  ],
  nick: (host, port) => [['Chat over TCP', at(host, port), `nc ${host} ${port}   then your name`]],
}

/** The lines that name every address of the cluster and what to do there. */
export function describeAddresses(host: string, services: readonly Listening[]): readonly string[] {
  const shownHost = isEveryAddress(host) ? '127.0.0.1' : host
  const rows = services.flatMap(({ ports }) =>
    Object.entries(rowsOf).flatMap(([name, rowsAt]) =>
      ports[name] === undefined ? [] : rowsAt(shownHost, ports[name]),
    ),
  )
  const metrics = services.flatMap(({ name, ports }) =>
    ports['admin'] ? [`${name} :${ports['admin']}`] : [],
  )
  const widthOf = (column: 0 | 1) => Math.max(...rows.map(row => row[column].length))
  return [
    ...rows.map(
      ([title, address, use]) => `  ${title.padEnd(widthOf(0))}   ${address.padEnd(widthOf(1))}   ${use}`,
    ),
    ...(metrics.length === 0 ? [] : [`  Metrics at /metrics on 127.0.0.1: ${metrics.join(', ')}`]),
  ]
}

/** Whether a server that listens there listens on every address of the machine. */
export const isEveryAddress = (host: string): boolean => host === '0.0.0.0' || /^[0:]+$/.test(host)

export const webAddress = (host: string, port: number): string => `http://${at(host, port)}`

const at = (host: string, port: number): string => `${isIPv6(host) ? `[${host}]` : host}:${port}`

/** What differs from the defaults of the terminal client. */
const terminalOptions = (host: string, port: number): string =>
  `${host === '127.0.0.1' ? '' : ` --host ${host}`}${port === 50_000 ? '' : ` --port ${port}`}`
