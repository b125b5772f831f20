import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pMap from 'p-map'
import { residentKib } from '../../measures/process-usage.ts'
import { crowd, disperse } from '../crowd.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import type { Workload } from '../workload.ts'

const CONNECTIONS = 10_000
/** Connections that are held before: they pay for compiling, and for what a node allocates once. */
const WARM_UP = 1_000
const AT_ONCE = 64
const SETTLES_MS = 10_000

/** Memory of connections that are logged in and say nothing, of each beyond the first thousand. */
export const idle: Workload = {
  name: 'idle',
  isOnce: true,
  about: () => `${CONNECTIONS} connections beside ${WARM_UP} held before`,
  rows: () => [
    { name: 'bare', start: () => startRelay('bare') },
    { name: 'ketik', start: () => startKetik({ gateways: 1, edges: 1 }) },
  ],
  measure: async ({ dialect, ports, edgePort, nodes: [first = 0, edge = 0] }) => {
    const atFirst = { dialect, ports: ports.slice(0, 1) }
    const kib = await hold(first, (count, from) => crowd(atFirst, count, { first: from }), disperse)
    if (edgePort === undefined) return { kib }
    const edgeKib = await hold(edge, (count, from) => tcpCrowd(edgePort, count, from), cutAll)
    return { kib, edgeKib }
  },
  columns: { kib: ['KiB each', 2], edgeKib: ['over TCP', 2] },
  bars: [
    { what: 'idle: gateway, KiB each', row: 'ketik', figure: 'kib', most: 2 },
    { what: 'idle: tcp-edge, KiB each', row: 'ketik', figure: 'edgeKib', most: 5 },
  ],
}

const hold = async <T>(
  node: number,
  open: (count: number, first: number) => Promise<readonly T[]>,
  end: (held: readonly T[]) => unknown,
): Promise<number> => {
  const held = [...(await open(WARM_UP, 0))]
  await pause(SETTLES_MS)
  const before = residentKib(node)
  held.push(...(await open(CONNECTIONS, WARM_UP)))
  await pause(SETTLES_MS)
  const kib = (residentKib(node) - before) / CONNECTIONS
  await end(held)
  return kib
}

/** Logged in at the TCP race door. What comes is thrown away unread, so that nothing waits for us in the node's memory. */
const tcpCrowd = (port: number, count: number, first: number): Promise<readonly Socket[]> =>
  pMap(
    Array(count).keys(),
    async number => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => socket.destroy())
      socket.write(`{"type":"login","username":"t${first + number}"}\n`)
      await new Promise<void>((resolve, reject) => {
        socket.once('close', () => reject(new Error('closed before it was logged in')))
        socket.on('data', data => {
          if (data.includes('res_leaderboard')) resolve()
        })
      })
      return socket.removeAllListeners('data').resume()
    },
    { concurrency: AT_ONCE },
  )

const cutAll = (sockets: readonly Socket[]): void => {
  for (const socket of sockets) socket.destroy()
}
