import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../infra/test/cluster.ts'
import { loggedIn } from '../../infra/test/player.ts'
import { seeded } from '../../infra/test/seeded.ts'
import { Tally } from '../attack/tally.ts'
import { readCorpus } from './corpus.ts'
import type { Field } from './field.ts'
import { kinds } from './kinds.ts'

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

const field = (): Field & { readonly tally: Tally } => ({
  doors: {
    gateways: [{ http: cluster.gateways[0]?.ports['http'] ?? 0, diagnostics: 0, plain: 0 }],
    edges: [{ race: cluster.edges[0]?.ports['race'] ?? 0, nick: 0 }],
    proxied: proxied.edges[0]?.ports['race'] ?? 0,
  },
  random: seeded(SEED),
  tally: new Tally(),
  note: () => {},
})

const allServe = async () => {
  for (const over of ['websocket', 'tcp'] as const) {
    const player = await loggedIn(cluster.connect({ over, node: 0 }, `hidup ${over}`))
    player.close()
    await player.closed()
  }
}

it.each(readCorpus())('[LIMIT-11] what once did harm does none: $file', async ({ kind, inputs }) => {
  const known = kinds.find(({ name }) => name === kind)
  if (known === undefined) throw new Error(`there is no kind "${kind}"`)
  await known.storm(field(), 0, inputs)
  await allServe()
})

it.each(kinds)('[LIMIT-11] random input hurts nobody: $name', async kind => {
  const given = field()
  await kind.storm(given, INPUTS)
  // It got somewhere: answers of some kinds came back.
  expect(Object.keys(given.tally.outcomes).length, JSON.stringify(given.tally.outcomes)).toBeGreaterThan(0)
  await allServe()
})
