import { afterEach, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../cluster.ts'
import { type OwnServers, startOwnServers } from '../own-servers.ts'
import { isFullSize } from '../proof/full-size.ts'
import { prove } from '../proof/prove.ts'
import type { ServiceProcess } from '../service-process.ts'

const ENDED_WITHIN_MS = 15_000

let servers: OwnServers | undefined
let cluster: TestCluster<ServiceProcess> | undefined
afterEach(async () => {
  await cluster?.close()
  await servers?.close()
})

it('[PROXY-44] every process that gets the signal to stop while Redis is away ends by itself', async ({
  task,
}) => {
  servers = await startOwnServers()
  cluster = await startProcessCluster({
    edges: 1,
    redisUrl: servers.redis.url,
    databaseUrl: servers.postgres.url,
  })
  const all = [...cluster.matchmakers, ...cluster.gateways, ...cluster.edges]
  await servers.redis.kill()
  const toldAt = performance.now()
  for (const one of all) one.signal('SIGTERM')
  expect(await Promise.all(all.map(({ exited }) => exited))).toEqual(
    all.map(() => expect.stringMatching(/0/)),
  )
  const measured = performance.now() - toldAt
  if (isFullSize()) prove({ task }, { what: 'slowest end', measured, most: ENDED_WITHIN_MS, unit: 'ms' })
})
