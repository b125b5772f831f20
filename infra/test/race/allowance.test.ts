import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { overWebSocket, type Player } from '../player.ts'
import { humanKeys, meet, Typist } from '../typist.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2 })
})
afterAll(() => cluster.close())

const loggedInTypist = async (connecting: Promise<Player>): Promise<Typist> => {
  const typist = new Typist(await connecting)
  await typist.login()
  return typist
}
const gatewayPort = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0

/** The credits in the plan of a race that these two are matched into, by name. */
const creditsOf = async (typists: readonly Typist[], room: string): Promise<ReadonlyMap<string, number>> => {
  await meet(typists, room)
  const race = typists[0]?.player.all('matched')[0]?.['race'] as {
    readonly seats: readonly { readonly username: string; readonly creditMs: number }[]
  }
  for (const { player } of typists) player.send({ type: 'leave_race' })
  return new Map(race.seats.map(({ username, creditMs }) => [username, creditMs]))
}

describe.concurrent('the latency allowance', () => {
  it.each(['websocket', 'tcp'] as const)(
    '[ALLOWANCE-4] an echo that is in no pong of the connection is refused over %s on each node, and floods in the end',
    async over => {
      const others = await cluster.connect({ over, node: 0 }, 'other')
      others.send({ type: 'ping', t: 1 })
      const { now: notOurs } = await others.next('pong')
      for (const node of [0, 1]) {
        const player = await cluster.connect({ over, node }, `echo-${over}-${node}`)
        player.send({ type: 'login', username: player.name, v: 1 })
        const { now: ofWelcome } = await player.next('welcome')
        for (const echo of [0, 12.5, notOurs, ofWelcome]) {
          player.send({ type: 'ping', t: 2, echo, heldMs: 0 })
          expect(await player.next('error')).toMatchObject({ code: 'bad_field', field: 'echo' })
        }
        player.send({ type: 'ping', t: 3 })
        const { now } = await player.next(({ type, t }) => type === 'pong' && t === 3)
        player.send({ type: 'ping', t: 4, echo: now, heldMs: 0 })
        await player.next(({ type, t }) => type === 'pong' && t === 4)
        expect(player.all('pong').map(({ t }) => t)).toEqual([3, 4])
        expect(player.closedWith).toBeUndefined()
        for (let i = 0; i < 400 && player.closedWith === undefined; i++) {
          player.send({ type: 'ping', t: 5, echo: 0, heldMs: 0 })
        }
        await player.closed()
      }
      others.close()
    },
  )

  it('[ALLOWANCE-3] a client that only answers the pings of its WebSocket has a credit as soon as it is welcome', async () => {
    const ani = await loggedInTypist(cluster.connect({ over: 'websocket', node: 0 }, 'quick-ani'))
    const budi = await loggedInTypist(cluster.connect({ over: 'websocket', node: 1 }, 'quick-budi'))
    const credits = await creditsOf([ani, budi], 'quick')
    for (const name of ['quick-ani', 'quick-budi']) expect(credits.get(name)).toBeGreaterThanOrEqual(50)
  })

  it('[ALLOWANCE-3] a client that answers no ping of its WebSocket has none, whatever it echoes', async () => {
    const silent = (node: number, name: string) =>
      loggedInTypist(overWebSocket(gatewayPort(node), name, '/ws', undefined, 'never'))
    const [ani, budi] = await Promise.all([silent(0, 'silent-ani'), silent(1, 'silent-budi')])
    await ani.measureClock(echo => ({ echo, heldMs: 0 }))
    const credits = await creditsOf([ani, budi], 'silent')
    expect([...credits.values()]).toEqual([0, 0])
  })

  it('[ALLOWANCE-4] over TCP a client has a credit once a pong came back, and none before', async () => {
    const ani = await loggedInTypist(cluster.connect({ over: 'tcp', node: 0 }, 'line-ani'))
    const budi = await loggedInTypist(cluster.connect({ over: 'tcp', node: 1 }, 'line-budi'))
    await ani.measureClock()
    await budi.measureClock(() => undefined)
    const credits = await creditsOf([ani, budi], 'line')
    expect(credits.get('line-ani')).toBeGreaterThanOrEqual(50)
    expect(credits.get('line-budi')).toBe(0)
  })

  it('[V1-7] a player who asks over TCP before any measurement has the credit of the first one while waiting', async () => {
    const ani = await loggedInTypist(cluster.connect({ over: 'tcp', node: 0 }, 'early-ani'))
    const budi = await loggedInTypist(cluster.connect({ over: 'tcp', node: 1 }, 'early-budi'))
    for (const { player } of [ani, budi]) player.send({ type: 'req_matchmaking', room: 'early', seats: 3 })
    await Promise.all([ani, budi].map(({ player }) => player.next('waiting')))
    await ani.measureClock()
    await budi.measureClock(() => undefined)
    // The wish of the third goes behind the measurement of the first, from the same node.
    const citra = await loggedInTypist(cluster.connect({ over: 'tcp', node: 0 }, 'early-citra'))
    citra.player.send({ type: 'req_matchmaking', room: 'early', seats: 3 })
    const { seats } = (await ani.player.next('matched'))['race'] as {
      readonly seats: readonly { readonly username: string; readonly creditMs: number }[]
    }
    const credits = new Map(seats.map(({ username, creditMs }) => [username, creditMs]))
    expect(credits.get('early-ani')).toBeGreaterThanOrEqual(50)
    expect(credits.get('early-budi')).toBe(0)
  })

  it('[ALLOWANCE-6] a player who comes back at another node does not begin its claims anew', async () => {
    const holding = (node: number) => overWebSocket(gatewayPort(node), 'back-ani', '/ws', undefined, 1_000)
    const ani = await loggedInTypist(holding(0))
    // The answer to its first ping is on its way for a second.
    const budi = await loggedInTypist(cluster.connect({ over: 'websocket', node: 1 }, 'back-budi'))
    await ani.measureClock(() => undefined)
    await ani.player.hasAnsweredPing
    const [race] = await meet([ani, budi], 'back')
    expect(creditIn(ani, 'back-ani')).toBe(1_000)
    const text = race?.text.text ?? ''
    const keys = humanKeys(text, 150, 21)
    const half = Math.floor(keys.length / 2)
    await ani.claim(keys.slice(0, half), at => at)
    await ani.player.next(({ type, ack }) => type === 'tick' && ack === half)
    ani.player.destroy()
    ani.player = await holding(1)
    await ani.login(ani.token, ani.race?.id)
    expect(await ani.player.next('snapshot')).toMatchObject({ ack: half })
    // From here on it says that it pressed each key 900 ms earlier. Its keys so far prove that its line is not that slow.
    const rest = keys.slice(half).map(([at, key]) => [at + 900, key] as const)
    let claimedMs = keys[half - 1]?.[0] ?? 0
    for (const [index, [at, key]] of rest.entries()) {
      await ani.reaches(at)
      claimedMs = Math.max(claimedMs, at - 900)
      ani.sendBatch(half + index, [[claimedMs, key]])
    }
    await ani.player.next('game_over')
    budi.player.send({ type: 'leave_race' })
    const { keyLogs } = await cluster.settled(ani.race?.id ?? '')
    const [claimed = 0, , dated = claimed] = keyLogs[ani.race?.seat ?? -1]?.at(-1) ?? []
    // Were the claims believed, the last key would count as claimed.
    expect(dated - claimed).toBeGreaterThan(300)
  })
})

const creditIn = ({ player }: Typist, name: string): number | undefined => {
  const race = player.all('matched').at(-1)?.['race'] as {
    readonly seats: readonly { readonly username: string; readonly creditMs: number }[]
  }
  return race.seats.find(({ username }) => username === name)?.creditMs
}
