import { clientOutSchemas } from '@ketik/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, type Player } from '../player.ts'
import type { ServiceProcess } from '../service-process.ts'
import { seeded } from '../typist.ts'

const FRAMES = 1_000_000
const MINUTES_5 = 300_000
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

const random = seeded(SEED)
const int = (below: number) => Math.floor(random() * below)
const pick = <T>(of: readonly T[]): T | undefined => of[int(of.length)]

const TYPES = [
  ...Object.keys(clientOutSchemas).filter(type => type !== 'chat'),
  '__proto__',
  'constructor',
  '',
  'x',
]
const VALUES = [
  0,
  -1,
  1e308,
  0.5,
  50,
  null,
  true,
  '',
  'Ani',
  '\u0000',
  '\u202e',
  'ä',
  '🏁',
  [],
  {},
  [[0, 'a']],
  [[1]],
]
const FIELDS = [
  'username',
  'token',
  'v',
  'lang',
  'seats',
  'room',
  'progress',
  'wpm',
  't',
  'race',
  'from',
  'keys',
  'echo',
]

const message = (): string => {
  const fields: Record<string, unknown> = { type: pick(TYPES) }
  for (let i = int(4); i > 0; i--) fields[pick(FIELDS) ?? 'x'] = pick(VALUES)
  return JSON.stringify(fields)
}

/** A frame: a message, a broken one, or noise. */
const frame = (): Buffer => {
  const kind = int(10)
  if (kind < 5) return Buffer.from(message())
  if (kind < 8) {
    const bytes = Buffer.from(message())
    for (let i = int(4); i >= 0; i--) bytes[int(bytes.length)] = int(256)
    return bytes.subarray(0, 1 + int(bytes.length))
  }
  return Buffer.from(Array.from({ length: 1 + int(40) }, () => int(256)))
}

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
  await player.next('pong', 30_000).catch(error => {
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
  '[A15] a million seeded random frames and line fragments crash nothing and leak nothing',
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
  MINUTES_5,
)
