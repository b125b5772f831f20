import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { everyoneGone, socketIoClient } from './clients.ts'
import { DOORS, visit } from './doors.ts'
import { wordsAt } from './refusal-words.ts'

/** More than may be sent at once (80), and no flood (from 280 on). */
const MESSAGES = 200
/** What the budget of the connection lets through is said at once. */
const freely = { chatPerTenSeconds: 100_000 }

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 1, matchmakers: 0, gateway: freely, edge: freely })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

it.each(DOORS)(
  '[LOBBY-22] each message at the door %s is sent or refused, and none is passed over',
  async door => {
    const visitor = await visit(cluster, door, 0, `Deras ${door}`)
    const said = () => visitor.heard().filter(line => line.startsWith(`${visitor.name}: `)).length
    const refused = () => visitor.raw().filter(line => line.includes(wordsAt(door, 'rate_limited'))).length
    for (let i = 0; i < MESSAGES; i++) visitor.say(`pesan ${i}`)
    await expect.poll(() => said() + refused(), { timeout: 30_000 }).toBe(MESSAGES)
    expect(refused()).toBeGreaterThan(1)
    // The connection is still there.
    await expect
      .poll(
        () => {
          visitor.say('masih di sini')
          return visitor.heard().includes(`${visitor.name}: masih di sini`)
        },
        { interval: 500, timeout: 30_000 },
      )
      .toBe(true)
  },
)

it.each(['websocket', 'polling'] as const)(
  '[SOCKETIO-15] each event of a burst over %s is acknowledged',
  async transport => {
    const port = cluster.gateways[1]?.ports['http'] ?? 0
    const { socket, ear } = await socketIoClient(port, transport, 'Bertubi')
    const events = Array.from({ length: MESSAGES }, (_, i) =>
      i % 2 === 0 ? socket.emitWithAck('message', `pesan ${i}`) : socket.emitWithAck('other', i),
    )
    const outcomes = (await Promise.all(events)) as { readonly ok: boolean; readonly code?: string }[]
    const refused = outcomes.filter(({ code }) => code === 'rate_limited').length
    expect(refused).toBeGreaterThan(1)
    await expect
      .poll(() => ear.heard.filter(text => text.includes(wordsAt('socket.io', 'rate_limited'))).length)
      .toBe(refused)
    expect(socket.connected).toBe(true)
  },
)
