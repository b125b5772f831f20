import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { table } from '../../../infra/test/table.ts'
import { inTurns } from '../../in-turns.ts'
import { residentKib } from '../../measures/process-usage.ts'
import { bareCrowd, disperse, ketikCrowd } from '../crowd.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import { atMost, type Verdict } from '../verdict.ts'

const CONNECTIONS = 10_000
/** Connections that are held before: they pay for compiling, and for what a node allocates once. */
const WARM_UP = 1_000
const AT_ONCE = 64
const SETTLES_MS = 10_000

type Idle = { readonly target: string; readonly kibEach: number }

/** Memory of connections that are logged in and say nothing, of each beyond the first thousand. */
export const measureIdle = async (say: (line: string) => void) => {
  const figures: Idle[] = []
  const measure = async (target: string, pid: number, open: Open) => {
    const leave = [await open(0, WARM_UP)]
    await pause(SETTLES_MS)
    const before = residentKib(pid)
    leave.push(await open(WARM_UP, CONNECTIONS))
    await pause(SETTLES_MS)
    const kibEach = (residentKib(pid) - before) / CONNECTIONS
    for (const go of leave) go()
    figures.push({ target, kibEach })
    say(`${target}: ${kibEach.toFixed(2)} KiB`)
  }
  const bare = await startRelay('bare')
  await measure('bare', bare.nodes[0] ?? 0, async (first, count) => {
    const clients = await bareCrowd(bare.ports.slice(0, 1), count, AT_ONCE, () => {}, first)
    return () => disperse(clients)
  })
  await bare.close()
  const ketik = await startKetik({ gateways: 1, edges: 1 })
  await measure('gateway', ketik.nodes[0] ?? 0, async (first, count) => {
    const clients = await ketikCrowd(ketik.ports, count, AT_ONCE, () => {}, first)
    return () => disperse(clients)
  })
  await measure('tcp-edge', ketik.nodes[1] ?? 0, (first, count) => overTcp(ketik.edgePort, first, count))
  await ketik.close()
  const rows = figures.map(({ target, kibEach }) => [target, kibEach.toFixed(2)])
  const kibOf = (name: string) => figures.find(({ target }) => target === name)?.kibEach ?? Number.NaN
  const verdicts: readonly Verdict[] = [
    atMost('idle: gateway, KiB each', 2, kibOf('gateway')),
    atMost('idle: tcp-edge, KiB each', 5, kibOf('tcp-edge')),
  ]
  return {
    figures,
    verdicts,
    text: `${CONNECTIONS} connections beside ${WARM_UP} held before\n\n${table(['target', 'KiB each'], rows)}`,
  }
}

/** Opens that many connections, with names from that number on; answers how to end them. */
type Open = (first: number, count: number) => Promise<() => void>

const overTcp = async (port: number, first: number, count: number): Promise<() => void> => {
  const names = Array.from({ length: count }, (_, number) => `t${first + number}`)
  const sockets: Socket[] = []
  await inTurns(names, AT_ONCE, async name => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
    socket.write(`{"type":"login","username":"${name}"}\n`)
    await new Promise<void>(resolve => {
      socket.on('data', data => {
        if (data.includes('res_leaderboard')) resolve()
      })
    })
  })
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}
