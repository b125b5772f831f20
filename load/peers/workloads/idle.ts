import { connect, type Socket } from 'node:net'
import { bareCrowd, disperse, ketikCrowd, pause } from '../crowd.ts'
import { inTurns } from '../generator/in-turns.ts'
import { residentKib } from '../kernel.ts'
import { table } from '../table.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import { atMost, type Verdict } from '../verdict.ts'

const CONNECTIONS = 10_000
const AT_ONCE = 64
const SETTLES_MS = 5_000

type Idle = { readonly target: string; readonly kibEach: number }

/** Memory of connections that are logged in and say nothing. */
export const measureIdle = async (say: (line: string) => void) => {
  const figures: Idle[] = []
  const measured = (one: Idle) => {
    figures.push(one)
    say(`${one.target}: ${one.kibEach.toFixed(2)} KiB`)
  }
  const bare = await startRelay('bare')
  const crowd = () => bareCrowd(bare.ports.slice(0, 1), CONNECTIONS, AT_ONCE)
  measured({
    target: 'bare',
    kibEach: await grownBy(bare.nodes[0] ?? 0, async () => disperse(await held(crowd))),
  })
  await bare.close()
  const ketik = await startKetik({ gateways: 1, edges: 1 })
  const players = () => ketikCrowd(ketik.ports, CONNECTIONS, AT_ONCE, () => {})
  measured({
    target: 'gateway',
    kibEach: await grownBy(ketik.nodes[0] ?? 0, async () => disperse(await held(players))),
  })
  measured({ target: 'tcp-edge', kibEach: await grownBy(ketik.nodes[1] ?? 0, () => overTcp(ketik.edgePort)) })
  await ketik.close()
  const rows = figures.map(({ target, kibEach }) => [target, kibEach.toFixed(2)])
  const kibOf = (name: string) => figures.find(({ target }) => target === name)?.kibEach ?? Number.NaN
  const verdicts: readonly Verdict[] = [
    atMost('idle: gateway, KiB each', 2, kibOf('gateway')),
    atMost('idle: tcp-edge, KiB each', 5, kibOf('tcp-edge')),
  ]
  return { figures, verdicts, text: `${CONNECTIONS} connections\n\n${table(['target', 'KiB each'], rows)}` }
}

let heldKib = 0
let heldPid = 0

/** KiB each, between the start and when the connections are held. */
const grownBy = async (pid: number, hold: () => Promise<void>): Promise<number> => {
  heldPid = pid
  const before = residentKib(pid)
  await hold()
  return (heldKib - before) / CONNECTIONS
}

const held = async <T>(open: () => Promise<T>): Promise<T> => {
  const opened = await open()
  await pause(SETTLES_MS)
  heldKib = residentKib(heldPid)
  return opened
}

const overTcp = async (port: number): Promise<void> => {
  const names = Array.from({ length: CONNECTIONS }, (_, number) => `t${number}`)
  const sockets: Socket[] = []
  await held(() =>
    inTurns(names, AT_ONCE, async name => {
      const socket = connect(port, '127.0.0.1')
      sockets.push(socket)
      socket.on('error', () => socket.destroy())
      socket.write(`{"type":"login","username":"${name}"}\n`)
      await new Promise<void>(resolve => {
        socket.on('data', data => {
          if (data.includes('res_leaderboard')) resolve()
        })
      })
    }),
  )
  for (const socket of sockets) socket.destroy()
}
