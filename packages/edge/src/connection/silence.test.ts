import { createLog } from '@ketik/runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../../../infra/test/cluster.ts'
import { type Edge, openEdge } from '../open-edge.ts'
import { PlayerSession } from '../session/player-session.ts'

let cluster: TestCluster
let edge: Edge

beforeAll(async () => {
  cluster = await startCluster({ gateways: 0 })
  const { redisUrl, prefix, databaseUrl } = cluster
  edge = await openEdge(
    {
      redisUrl,
      prefix,
      databaseUrl,
      role: 'gateway',
      sessionSecret: 'a secret for tests alone',
      connectionsMax: 100,
      connectionsPerAddressMax: 100,
      messagesPerSecond: 100,
    },
    createLog('test', 'silent'),
  )
})
afterAll(async () => {
  await edge.close()
  await cluster.close()
})

/** A session whose connection is this test. `pings`: whether its transport has them. */
const connect = async (username: string, pings: boolean, v?: 1) => {
  const frames: Record<string, unknown>[] = []
  let closed: string | undefined
  let asked = 0
  let wake = () => {}
  const session = new PlayerSession(edge.node, {
    address: '127.0.0.1',
    send: text => {
      frames.push(JSON.parse(text))
      wake()
    },
    together: write => write(),
    hasBacklog: false,
    bufferedBytes: () => 0,
    joinAudience: () => false,
    ping: () => {
      asked += 1
      return pings
    },
    end: () => {},
    close: reason => {
      closed = reason
    },
  })
  const say = (message: object) => session.onBytes(Buffer.from(JSON.stringify(message)))
  const heard = async (kind: string) => {
    while (!frames.some(({ type, status }) => type === kind || status === kind))
      await new Promise<void>(resolve => {
        wake = resolve
      })
  }
  say({ type: 'login', username, ...(v === undefined ? {} : { v }) })
  await heard('res_leaderboard')
  const turns = (count: number) => {
    for (let turn = 0; turn < count; turn++) session.checkIdle()
  }
  return { session, say, heard, turns, closed: () => closed, asked: () => asked }
}

it('[BASIC-27] no silence closes a client of contract A, by whatever transport', async () => {
  for (const pings of [true, false]) {
    const client = await connect(`silent ${pings}`, pings)
    client.turns(100_000)
    expect(client.closed()).toBeUndefined()
    client.session.onClose()
  }
})

it('[BASIC-34] a v1 racer who answers no ping in four turns of housekeeping is closed, and nobody by fewer', async () => {
  const racer = await connect('pinged', true, 1)
  const overTcp = await connect('unpinged', false, 1)
  racer.say({ type: 'req_matchmaking', room: 'silence' })
  await racer.heard('waiting')
  // Silence from before the first ping does not count.
  racer.turns(100)
  overTcp.say({ type: 'req_matchmaking', room: 'silence' })
  await Promise.all([racer.heard('matched'), overTcp.heard('matched')])
  for (let time = 0; time < 3; time++) {
    const before = racer.asked()
    racer.turns(4)
    expect(racer.asked()).toBe(before + 4)
    expect(racer.closed()).toBeUndefined()
    racer.session.onAlive()
  }
  racer.turns(5)
  expect(racer.closed()).toBe('idle')
  overTcp.turns(100)
  expect(overTcp.closed()).toBeUndefined()
  overTcp.session.onClose()
})

it('[BASIC-34] in the lobby a v1 client may be silent for three minutes', async () => {
  const client = await connect('lobby', true, 1)
  client.session.onAlive()
  client.turns(180)
  client.say({ type: 'ping', t: 1 })
  client.turns(180)
  expect(client.closed()).toBeUndefined()
  client.turns(1)
  expect(client.closed()).toBe('idle')
})
