import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../infra/test/cluster.ts'
import { loggedIn } from '../../infra/test/player.ts'
import { drawn } from '../../infra/test/race/random-frames.ts'
import { seeded } from '../../infra/test/seeded.ts'
import { readCorpus } from './corpus.ts'
import type { Field } from './field.ts'
import { kinds, runStorm } from './kinds.ts'

const SEED = 20_261_121
const INPUTS = 400
const unlimited = { messagesPerSecond: 1_000_000, chatPerTenSeconds: 1_000_000 }

let cluster: TestCluster
let proxied: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1, gateway: unlimited, edge: unlimited })
  const edge = { ...unlimited, proxies: ['127.0.0.0/8'] }
  proxied = await startCluster({ gateways: 0, edges: 1, matchmakers: 0, edge })
})
afterAll(() => Promise.all([cluster.close(), proxied.close()]))

const field = (): Field => ({
  doors: {
    http: cluster.gateways.map(({ ports }) => ports['http'] ?? 0),
    race: cluster.edges.map(({ ports }) => ports['race'] ?? 0),
    proxied: proxied.edges.map(({ ports }) => ports['race'] ?? 0),
  },
  draw: drawn(seeded(SEED)),
  tally: { attempts: 0, outcomes: {} },
})

const allServe = async () => {
  for (const over of ['websocket', 'tcp'] as const) {
    const player = await loggedIn(cluster.connect({ over, node: 0 }, `hidup ${over}`))
    player.close()
    await player.closed()
  }
}

it.each(readCorpus())('[LIMIT-11] what once did harm does none: $file', async ({ kind, inputs }) => {
  const begin = kinds[kind]
  if (begin === undefined) throw new Error(`there is no kind "${kind}"`)
  const given = field()
  await runStorm(given, await begin(given), inputs)
  await allServe()
})

it.each(Object.entries(kinds))('[LIMIT-11] random input hurts nobody: %s', async (_, begin) => {
  const given = field()
  const storm = await begin(given)
  await runStorm(given, storm, Array.from({ length: INPUTS }, storm.make))
  // It got somewhere: answers of some kinds came back.
  expect(Object.keys(given.tally.outcomes).length, JSON.stringify(given.tally.outcomes)).toBeGreaterThan(0)
  await allServe()
})
