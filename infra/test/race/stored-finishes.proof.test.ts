import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../cluster.ts'
import { prove } from '../proof/prove.ts'
import { enter, matchIn, started, typeAt, type Way } from './arrival-racing.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startProcessCluster({ gateways: 2, edges: 1 })
})
afterAll(() => cluster.close())

const WITHIN_MS = 1_000

const namesAt = async (gateway: number): Promise<readonly string[]> => {
  const port = cluster.gateways[gateway]?.ports['http']
  const response = await fetch(`http://127.0.0.1:${port}/api/leaderboard?limit=100&timed=any`)
  const { data } = (await response.json()) as { readonly data: readonly { readonly username: string }[] }
  return data.map(({ username }) => username)
}

it.for<Way>([
  { over: '/ws', node: 0 },
  { over: 'TCP', node: 0 },
])(
  '[FAULT-9] a finish is on the leaderboard of another node while the other player types ($over)',
  async (way, { task }) => {
    const tag = way.over.replace('/', '')
    const [first, other] = [`first ${tag}`, `other ${tag}`]
    const winner = await enter(cluster, way, first)
    const types = await enter(cluster, { over: '/ws', node: 1 }, other)
    await matchIn(`finish-${tag}`, [winner, types])
    const { text } = await started([winner, types])
    await typeAt(winner, String(text), 200)
    const finishedAt = performance.now()
    await expect.poll(() => namesAt(1), { interval: 20 }).toContain(first)
    prove(
      { task },
      { what: 'stored after', measured: performance.now() - finishedAt, most: WITHIN_MS, unit: 'ms' },
    )
    winner.close()
    types.close()
  },
)
