import { setTimeout as pause } from 'node:timers/promises'
import { loggedIn, overTcp, overWebSocket, type Player } from '../../../infra/test/player.ts'
import { inTurns } from '../../in-turns.ts'
import { residentKib } from '../../measures/process-usage.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import type { Target } from '../targets/target.ts'
import type { Figures, Workload } from '../workload.ts'

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
    { name: 'gateway', start: () => startKetik({ gateways: 1 }) },
    { name: 'tcp-edge', start: () => startKetik({ gateways: 0, edges: 1 }) },
  ],
  measure: target => hold(target),
  columns: { kib: ['KiB each', 2] },
  bars: [
    { what: 'idle: gateway, KiB each', row: 'gateway', figure: 'kib', most: 2 },
    { what: 'idle: tcp-edge, KiB each', row: 'tcp-edge', figure: 'kib', most: 5 },
  ],
}

const connect = async ({ ports, edgePort, dialect }: Target, name: string): Promise<Player> => {
  if (edgePort !== undefined) return await loggedIn(overTcp(edgePort, name))
  const [port = 0] = ports
  return dialect === 'relay'
    ? await overWebSocket(port, name, '/?race=none')
    : await loggedIn(overWebSocket(port, name))
}

/** Memory of the first node. */
const hold = async (target: Target): Promise<Figures> => {
  const [node = 0] = target.nodes
  const players: Player[] = []
  const open = (count: number) =>
    inTurns([...Array(count).keys()], AT_ONCE, async number => {
      const player = await connect(target, `${count}-${number}`)
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
  return { kib }
}
