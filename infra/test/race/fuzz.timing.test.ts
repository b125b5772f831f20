import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, type Player } from '../player.ts'
import { sized } from '../proof/full-size.ts'
import { seeded } from '../seeded.ts'
import type { ServiceProcess } from '../service-process.ts'
import { drawn, randomFrames } from './random-frames.ts'

const FRAMES = sized(1_000_000, 100_000)
const MINUTES_15 = 900_000
/** Batches between two frames that are answered. */
const ANSWERED_EACH = 100
const SEED = 20_261_121

let cluster: TestCluster<ServiceProcess>

beforeAll(async () => {
  // No limits in the way: every frame is to reach the decoder.
  cluster = await startProcessCluster({
    gateways: 1,
    edges: 1,
    environment: { MESSAGES_PER_SECOND: '1000000' },
  })
})
afterAll(() => cluster.close())

const frame = randomFrames(drawn(seeded(SEED)))

/** Sends batches of frames over connections that are opened again whenever they are closed. */
const storm = async (
  connect: () => Promise<Player>,
  frames: number,
  batch: () => Buffer,
  perBatch: number,
) => {
  let player = await connect()
  for (let sent = 0; sent < frames; sent += perBatch) {
    if (player.closedWith !== undefined) player = await connect()
    player.sendRaw(batch())
    if ((sent / perBatch) % ANSWERED_EACH === 0) await answered(player)
  }
  await answered(player)
  player.destroy()
}

/** All that was sent before has been read, or the connection is closed. */
const answered = async (player: Player): Promise<void> => {
  player.send({ type: 'ping', t: 1 })
  await player.next('pong').catch(error => {
    if (player.closedWith === undefined) throw error
  })
  player.forget()
}

const residentMiB = async (service: ServiceProcess | undefined): Promise<number> => {
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${service?.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

it(
  `[BASIC-15] ${FRAMES} seeded random frames and line fragments crash nothing and leak nothing`,
  async () => {
    const { gateways, edges } = cluster
    const overWebSocket = () => cluster.connect({ over: 'websocket', node: 0 }, 'fuzz')
    const overTcp = () => cluster.connect({ over: 'tcp', node: 0 }, 'fuzz')
    const lines = () =>
      Buffer.concat(Array.from({ length: 20 }, () => Buffer.concat([frame(), Buffer.from('\n')])))
    const round = async (share: number) => {
      await storm(overWebSocket, (FRAMES / 2) * share, frame, 1)
      await storm(overTcp, (FRAMES / 2) * share, lines, 20)
    }
    await round(0.3)
    const before = await Promise.all([residentMiB(gateways[0]), residentMiB(edges[0])])
    await round(0.7)
    const after = await Promise.all([residentMiB(gateways[0]), residentMiB(edges[0])])
    console.log(
      `seed ${SEED}; resident MiB after 30 %: ${before.map(Math.round)}, after all: ${after.map(Math.round)}`,
    )
    for (const [i, mib] of after.entries()) expect(mib).toBeLessThan((before[i] ?? 0) * 1.5 + 32)

    for (const over of ['websocket', 'tcp'] as const) {
      const player = await loggedIn(cluster.connect({ over, node: 0 }, `alive-${over}`))
      player.close()
    }
  },
  MINUTES_15,
)
