import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Door, startProcessCluster, type TestCluster } from '../cluster.ts'
import { loggedIn } from '../player.ts'
import { prove } from '../proof/prove.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startProcessCluster({ gateways: 2, edges: 1 })
})
afterAll(() => cluster.close())

const WITHIN_MS = 1_000

it.for<[string, Door]>([
  ['WebSocket', { over: 'websocket', node: 0 }],
  ['TCP', { over: 'tcp', node: 0 }],
])(
  '[BASIC-12] the last one left has won within a second of the other’s end over %s',
  async ([over, door], { task }) => {
    const stays = await loggedIn(cluster.connect({ over: 'websocket', node: 1 }, `stays-${over}`))
    const leaves = await loggedIn(cluster.connect(door, `leaves-${over}`))
    for (const one of [stays, leaves]) one.send({ type: 'req_matchmaking', room: over })
    await Promise.all([stays, leaves].map(one => one.next('start_game')))
    const leftAt = performance.now()
    leaves.destroy()
    const { message, at } = await stays.nextHeard('game_over')
    expect(message).toMatchObject({ result: 'won', reason: 'opponent_left' })
    prove({ task }, { what: 'won after', measured: at - leftAt, most: WITHIN_MS, unit: 'ms' })
  },
)
