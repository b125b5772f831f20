import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, type Player } from '../player.ts'

const PEOPLE = 60

let cluster: TestCluster
beforeAll(async () => {
  const few = { connectionsPerAddressMax: PEOPLE }
  cluster = await startCluster({ gateways: 1, edges: 1, gateway: few, edge: few })
})
afterAll(() => cluster.close())

const httpPort = () => cluster.gateways[0]?.ports['http'] ?? 0

it('[LIMIT-7] a connection whose tenth login fails is closed, and a token of nobody costs five logins', async () => {
  const player = await cluster.connect({ over: 'websocket', node: 0 }, 'Tanpa')
  const refused: unknown[] = []
  for (let i = 0; i < 10; i++) {
    player.send({ type: 'login', username: 'Tanpa', token: 'nobody.s' })
    refused.push((await player.next('error'))['code'])
  }
  expect(new Set(refused)).toEqual(new Set(['bad_token']))
  expect(await player.closed()).toBe(4408)
  const next = await cluster.connect({ over: 'websocket', node: 0 }, 'Berikut')
  next.send({ type: 'login', username: 'Berikut' })
  expect((await next.next('error'))['code']).toBe('rate_limited')
  next.close()
})

it('[LIMIT-6] a name that requests race after race gets an error, and keeps its connection', async () => {
  const player = await loggedIn(cluster.connect({ over: 'tcp', node: 0 }, 'Plinplan'))
  const flap = async (): Promise<Player> => {
    player.send({ type: 'req_matchmaking' })
    await player.next(({ status, type }) => status === 'waiting' || type === 'error')
    player.send({ type: 'leave_queue' })
    return player
  }
  for (let i = 0; i < 11; i++) await flap()
  player.send({ type: 'ping', t: 1 })
  await player.next('pong')
  expect(player.all('error').map(({ code }) => code)).toContain('rate_limited')
  player.close()
})

it('[LIMIT-9] long-polling beyond its budget is refused before Engine.IO makes a session', async () => {
  const poll = async () => {
    const url = `http://127.0.0.1:${httpPort()}/socket.io/?EIO=4&transport=polling&sid=nobody`
    return (await fetch(url)).status
  }
  // Many at once: one after the other, a busy machine asks no faster than the budget comes back.
  const manyPolls = (count: number) => Promise.all(Array.from({ length: count }, poll))
  expect(await manyPolls(PEOPLE)).toEqual(Array(PEOPLE).fill(400))
  while (!(await manyPolls(PEOPLE)).includes(429));
  const askOn = async () => {
    for (;;) await manyPolls(PEOPLE)
  }
  await expect(askOn()).rejects.toThrow('fetch failed')
})

it('[LIMIT-10] what comes after the goodbye of a TCP connection is not looked at', async () => {
  const socket = connect(cluster.edges[0]?.ports['race'] ?? 0, '127.0.0.1')
  const heard: string[] = []
  socket.on('data', chunk => heard.push(String(chunk)))
  socket.on('error', () => {})
  socket.write('x'.repeat(20_000))
  socket.write('{"type":"ping","t":1}\n'.repeat(1_000))
  await new Promise(resolve => socket.once('close', resolve))
  const types = heard
    .join('')
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { type: string }).type)
  expect(types).toEqual(['error', 'bye'])
})
