import { SharedCluster } from '@ketik/cluster'
import { foldUsername } from '@ketik/protocol'
import { encodeKeys } from '@ketik/race'
import { createLog } from '@ketik/runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../../../infra/test/cluster.ts'
import { loggedIn, overWebSocket, type Player } from '../../../../infra/test/player.ts'
import { started, typeAt } from '../../../../infra/test/race/arrival-racing.ts'
import { humanKeys, meet, readyTypist, type Typist } from '../../../../infra/test/typist.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2 })
})
afterAll(() => cluster.close())

it('[V1-19] a node that stops is gone as soon as its contract A players have raced and seen the leaderboard', async () => {
  const leaving = await cluster.addGateway()
  const door = () =>
    overWebSocket(leaving.ports['http'] ?? 0, `stays-${Math.random().toString(36).slice(2, 12)}`)
  const [ani, budi] = await Promise.all([loggedIn(door()), loggedIn(door())])
  for (const player of [ani, budi]) player.send({ type: 'req_matchmaking', room: 'stays' })
  const text = String((await started([ani, budi]))['text'])
  const drained = leaving.drain?.()
  const typeIn = (player: Player, ms: number) => typeAt(player, text, (12_000 * text.length) / ms)
  // The first ends the duel for both; the other types on, and its result counts.
  await Promise.all([typeIn(ani, 5_000), typeIn(budi, 7_000)])
  expect(await ani.next('game_over')).toMatchObject({ result: 'won' })
  await ani.next('res_leaderboard')
  const { race } = (await budi.next('game_over')) as { race?: string }
  await drained
  expect([await ani.closed(), await budi.closed()]).toEqual([4503, 4503])
  await leaving.close()
  const { rows } = await cluster.settled(race ?? '')
  expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
})

it('[V1-10] a seat whose last key was stored by a node that lost it finishes when its player comes back', async () => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'last-ani'))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'last-budi'))
  const [race] = await meet([ani, budi], 'last')
  const keys = humanKeys(race?.text.text ?? '', 240, 9)
  const [id, seat] = [race?.id ?? '', race?.seat ?? -1]
  await ani.type(keys.slice(0, -1))
  await ani.player.next(({ type, ack }) => type === 'tick' && ack === keys.length - 1)
  ani.player.destroy()
  expect(await budi.player.next('seat')).toMatchObject({ seat, state: 'away' })

  // What the old node would have stored, had it died right after that.
  const { redisUrl, prefix } = cluster
  const lost = await SharedCluster.connect({ redisUrl, prefix, role: 'gateway' }, createLog('test', 'silent'))
  const last = keys.slice(-1).map(([at, key]) => [at, key] as const)
  expect(await lost.races.checkpoint(id, seat, 1, keys.length - 1, 1, encodeKeys(last))).toMatchObject({
    stored: 'yes',
    keys: keys.length,
  })
  await lost.close()

  ani.player = await cluster.connect({ over: 'websocket', node: 1 }, 'last-ani')
  await ani.login(ani.token)
  expect(await ani.player.next('snapshot')).toMatchObject({ ack: keys.length })
  expect(await ani.player.next('game_over')).toMatchObject({ result: 'won', place: 1 })
  budi.player.send({ type: 'leave_race' })
  const { rows, keyLogs } = await cluster.settled(id)
  expect(rows[seat]).toMatchObject({ username: 'last-ani', state: 'finished' })
  expect(keyLogs[seat]?.map(([at, key]) => [at, key])).toEqual(keys)
})

it('[V1-10] who went by a node that died before it could say so has its seat to itself when it is back', async () => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'died-ani'))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'died-budi'))
  const [race] = await meet([ani, budi], 'died')
  const { redisUrl, prefix } = cluster
  const died = await SharedCluster.connect({ redisUrl, prefix, role: 'gateway' }, createLog('test', 'silent'))
  const holder = await died.lobby.holder(foldUsername('died-ani'))
  if (holder === undefined) throw new Error('nobody is online under the name')
  const there = { ...holder, node: died.node, session: 'there' }
  expect(await died.lobby.join(foldUsername('died-ani'), there)).toMatchObject({ joined: 'taken-over' })
  await died.close()

  const old = ani.player
  ani.player = await cluster.connect({ over: 'websocket', node: 0 }, 'died-ani')
  await ani.login(ani.token, race?.id)
  await ani.player.next('snapshot')
  expect(await old.closed()).toBe(4409)
  ani.race = race
  await ani.type(humanKeys(race?.text.text ?? '', 220, 5))
  expect(await ani.player.next('game_over')).toMatchObject({ result: 'won', place: 1 })
  budi.player.send({ type: 'leave_race' })
  await cluster.settled(race?.id ?? '')
})

it('[V1-13] two who come back at once, one of them at the node the other left, see each other again', async () => {
  const third = await cluster.addGateway()
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'swap-ani'))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'swap-budi'))
  const [race] = await meet([ani, budi], 'swap')
  await Promise.all([ani.player.next('start_game'), budi.player.next('start_game')])
  for (const { player } of [ani, budi]) player.destroy()
  const back = async (typist: Typist, connecting: Promise<Player>) => {
    typist.player = await connecting
    await typist.login(typist.token)
    await typist.player.next('snapshot')
  }
  await back(budi, overWebSocket(third.ports['http'] ?? 0, 'swap-budi'))
  await back(ani, cluster.connect({ over: 'websocket', node: 1 }, 'swap-ani'))
  for (const [typing, seeing] of [
    [ani, budi],
    [budi, ani],
  ] as const) {
    const keys = humanKeys(race?.text.text ?? '', 150, 3, 500).slice(0, 3)
    typing.race = race
    await typing.type(keys)
    await seeing.player.next(
      ({ type, seats }) => type === 'tick' && (seats as readonly unknown[]).length > 0,
      2_000,
    )
  }
  for (const { player } of [ani, budi]) player.send({ type: 'leave_race' })
  await cluster.settled(race?.id ?? '')
})
