import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../../../infra/test/cluster.ts'
import { humanKeys, meet, readyTypist } from '../../../../infra/test/typist.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2 })
})
afterAll(() => cluster.close())

it('[HONESTY-12] releases survive a resume at another node and are stored with the result', async () => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'ups-ani'))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'ups-budi'))
  const [race] = await meet([ani, budi], 'ups')
  const [id, seat] = [race?.id ?? '', race?.seat ?? -1]
  const keys = humanKeys(race?.text.text ?? '', 220, 9)
  await ani.player.next('start_game')
  const half = Math.floor(keys.length / 2)
  const [first, middle, rest] = [keys.slice(0, 3), keys.slice(3, half), keys.slice(half)]
  await ani.type(first)
  await ani.player.next(({ type, ack }) => type === 'tick' && ack === 3)
  // The third key is stored already: its release follows with later keys.
  const [thirdMs = 0] = keys[2] ?? []
  const held = 70
  const sendDue = ani.sendBatch.bind(ani)
  ani.sendBatch = (from, batch) => {
    const ups = from === 3 ? [[2, thirdMs + held]] : undefined
    if (ups === undefined) sendDue(from, batch)
    else {
      ani.player.send({ type: 'keys', race: id, from, keys: batch, ups })
      ani.sent = from + batch.length
    }
  }
  await ani.type([...first, ...middle])
  await ani.player.next(({ type, ack }) => type === 'tick' && ack === half)
  ani.player.destroy()
  expect(await budi.player.next('seat')).toMatchObject({ seat, state: 'away' })

  ani.player = await cluster.connect({ over: 'websocket', node: 1 }, 'ups-ani')
  await ani.login(ani.token)
  expect(await ani.player.next('snapshot')).toMatchObject({ ack: half })
  await ani.type([...first, ...middle, ...rest])
  expect(await ani.player.next('game_over')).toMatchObject({ result: 'won', place: 1 })
  budi.player.send({ type: 'leave_race' })
  const { keyLogs } = await cluster.settled(id)
  expect(keyLogs[seat]?.map(([at, key]) => [at, key])).toEqual(keys)
  expect(keyLogs[seat]?.map(key => key[3])).toEqual(
    keys.map((_, number) => (number === 2 ? thirdMs + held : undefined)),
  )
})

it('[HONESTY-10] a batch with releases of another shape is refused, and nothing of it counts', async () => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'shape-ani'))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'shape-budi'))
  const [race] = await meet([ani, budi], 'shape')
  await ani.player.next('start_game')
  const [key = ''] = race?.text.text ?? ''
  const batch = { type: 'keys', race: race?.id, from: 0, keys: [[1, key]] }
  const crowd = Array.from({ length: 129 }, () => [0, 10])
  for (const ups of [[[0]], [[-1, 5]], [[0, 1.5]], { 0: 5 }, crowd]) {
    ani.player.send({ ...batch, ups })
    expect(await ani.player.next('error')).toMatchObject({ code: 'bad_field' })
  }
  ani.player.send(batch)
  await ani.player.next(({ type, ack }) => type === 'tick' && ack === 1)
  ani.player.send({ type: 'leave_race' })
})
