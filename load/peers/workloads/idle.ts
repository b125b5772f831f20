import { setTimeout as pause } from 'node:timers/promises'
import { loggedIn, overTcp, overWebSocket, type Player } from '../../../infra/test/player.ts'
import { inTurns } from '../../in-turns.ts'
import { residentKib } from '../../measures/process-usage.ts'
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
  measure: async ({ ports: [port = 0], edgePort, nodes: [first = 0, edge = 0] }) =>
    edgePort === undefined
      ? { kib: await hold(first, name => overWebSocket(port, name, '/?race=none')) }
      : {
          kib: await hold(first, name => loggedIn(overWebSocket(port, name))),
          edgeKib: await hold(edge, name => loggedIn(overTcp(edgePort, name))),
        },
  columns: { kib: ['KiB each', 2], edgeKib: ['over TCP', 2] },
  bars: [
    { what: 'idle: gateway, KiB each', row: 'ketik', figure: 'kib', most: 2 },
    { what: 'idle: tcp-edge, KiB each', row: 'ketik', figure: 'edgeKib', most: 5 },
  ],
}

const hold = async (node: number, connect: (name: string) => Promise<Player>): Promise<number> => {
  const players: Player[] = []
  const open = (count: number) =>
    inTurns([...Array(count).keys()], AT_ONCE, async number => {
      const player = await connect(`${node}-${count}-${number}`)
      player.receive = () => {} // it only has to be there
      players.push(player)
    })
  await open(WARM_UP)
  await pause(SETTLES_MS)
  const before = residentKib(node)
  await open(CONNECTIONS)
  await pause(SETTLES_MS)
  const kib = (residentKib(node) - before) / CONNECTIONS
  for (const player of players) player.destroy()
  return kib
}
