import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { isFullSize, sized } from '../proof/full-size.ts'
import { prove } from '../proof/prove.ts'
import type { HostMeasures, HostMessage } from './diagnostics-host.ts'

const CROWD = sized(10_000, 1_000)
const AT_ONCE = 200
const BYTES_EACH_MAX = 2_048
const INTERVALS = 2
const ALL_HEARD_WITHIN_MS = 120_000

let cluster: TestCluster
let host: ChildProcess
let port: number

beforeAll(async () => {
  // Its Redis and its database are all that is needed of it.
  cluster = await startCluster({ gateways: 0, matchmakers: 0 })
  const settings = {
    host: '127.0.0.1',
    httpPort: 0,
    diagnosticsPort: 0,
    plainChatPort: 0,
    adminHost: '127.0.0.1',
    adminPort: 0,
    redisUrl: cluster.redisUrl,
    prefix: cluster.prefix,
    databaseUrl: cluster.databaseUrl,
    sessionSecret: 'a secret for tests alone',
    connectionsMax: 2 * CROWD,
    connectionsPerAddressMax: 2 * CROWD,
    messagesPerSecond: 40,
    trustedProxies: [],
    secureCookies: false,
    webFolder: fileURLToPath(new URL('.', import.meta.url)),
  }
  host = fork(fileURLToPath(new URL('diagnostics-host.ts', import.meta.url)), [JSON.stringify(settings)], {
    // A small nursery: garbage that waits to be collected is no cost of a connection.
    execArgv: ['--expose-gc', '--max-semi-space-size=2', '--import', 'tsx'],
  })
  const [ready] = (await once(host, 'message')) as [HostMessage]
  port = 'port' in ready ? ready.port : 0
})
afterAll(async () => {
  host.kill()
  await cluster.close()
})

const measure = async (): Promise<HostMeasures> => {
  host.send('measure')
  const [measures] = (await once(host, 'message')) as [HostMeasures]
  return measures
}

/** A bare connection, so that ten thousand of them fit beside the test. */
class Watcher {
  heard = ''
  private constructor(readonly socket: Socket) {}

  static async open(): Promise<Watcher> {
    const socket = connect(port, '127.0.0.1')
    const watcher = new Watcher(socket)
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      watcher.heard += chunk.toString('latin1')
    })
    socket.write(
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    while (!watcher.heard.includes('WebSocket connection established')) await once(socket, 'data')
    return watcher
  }

  get hasAll(): boolean {
    return this.heard.includes('WebSocket Message 1"') && / connections, .*Redis answers in/.test(this.heard)
  }
}

const gather = async (count: number): Promise<readonly Watcher[]> => {
  const watchers: Watcher[] = []
  while (watchers.length < count) {
    const some = Math.min(AT_ONCE, count - watchers.length)
    watchers.push(...(await Promise.all(Array.from({ length: some }, Watcher.open))))
  }
  return watchers
}

const disperse = async (watchers: readonly Watcher[]) => {
  for (const { socket } of watchers) socket.destroy()
  for (let tries = 0; tries < 100 && (await measure()).connections > 0; tries++) await pause(100)
}

describe(`${CROWD} on diagnostics`, () => {
  it('[DIAG-6] share two timers, cost under 2 KiB each, and leave nothing behind', async ({ task }) => {
    const empty = await measure()
    // What the first connections make the process load and keep is no cost of the others.
    await disperse(await gather(CROWD / 10))
    const before = await measure()

    const crowd = await gather(CROWD)
    const until = performance.now() + ALL_HEARD_WITHIN_MS
    while (!crowd.every(({ hasAll }) => hasAll) && performance.now() < until) await pause(200)
    expect(crowd.filter(({ hasAll }) => hasAll)).toHaveLength(CROWD)
    const full = await measure()
    const bytesEach = (full.residentBytes - before.residentBytes) / CROWD
    const sinceEmpty = (full.residentBytes - empty.residentBytes) / CROWD
    process.stdout.write(
      `diagnostics: ${Math.round(bytesEach)} bytes each of ${CROWD} connections (${Math.round(sinceEmpty)} with all that the first of them loaded)\n`,
    )
    expect(full.connections).toBe(CROWD)
    expect(full.timers - empty.timers).toBeLessThanOrEqual(2 * INTERVALS)
    if (isFullSize())
      prove(
        { task },
        { what: 'resident memory of each', measured: bytesEach, most: BYTES_EACH_MAX, unit: 'bytes' },
      )

    await disperse(crowd)
    const after = await measure()
    expect([after.connections, after.timers]).toEqual([0, empty.timers])

    // As many again take what the first have left free, and no more.
    const again = await gather(CROWD)
    const fullAgain = await measure()
    await disperse(again)
    const more = (fullAgain.residentBytes - full.residentBytes) / CROWD
    if (isFullSize())
      prove(
        { task },
        { what: 'more for as many again', measured: more, most: BYTES_EACH_MAX / 4, unit: 'bytes' },
      )
  }, 600_000)
})
