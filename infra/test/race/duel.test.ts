import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overTcp, overWebSocket, type Player } from '../player.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 1 })
})
afterAll(() => cluster.close())

describe('a duel by contract A', () => {
  it('[A1] [A3] [A4] [A6] [A7] two on two gateways race to a result', async () => {
    const ani = await loggedIn(overWebSocket(cluster.gateways[0]?.ports['http'] ?? 0, 'Ani'))
    const budi = await loggedIn(overWebSocket(cluster.gateways[1]?.ports['http'] ?? 0, 'Budi'))
    await race(ani, budi)
  })
  it('tcp', async () => {
    const ani = await loggedIn(overTcp(cluster.edges[0]?.ports['race'] ?? 0, 'Tono'))
    const budi = await loggedIn(overWebSocket(cluster.gateways[1]?.ports['http'] ?? 0, 'Tini'))
    await race(ani, budi)
  })
})

const race = async (ani: Player, budi: Player) => {
  ani.send({ type: 'req_matchmaking' })
  expect(await ani.next('waiting')).toMatchObject({ waiting_count: 1 })
  budi.send({ type: 'req_matchmaking' })
  expect(await ani.next('matched')).toMatchObject({ opponent: budi.name })
  for (const value of [3, 2, 1]) expect(await ani.next('countdown')).toMatchObject({ value })
  const a = await ani.next('start_game')
  const b = await budi.next('start_game')
  expect(a['text']).toBe(b['text'])
  ani.send({ type: 'progress', progress: 5, wpm: 80 })
  expect(await budi.next('opponent_progress')).toMatchObject({ progress: 5, username: ani.name })
  await new Promise(resolve => setTimeout(resolve, 5000))
  ani.send({ type: 'finish', wpm: 100 })
  expect(await ani.next('game_over')).toMatchObject({ result: 'won' })
  expect(await budi.next('game_over')).toMatchObject({ result: 'lost' })
  await ani.next('res_leaderboard')
  budi.close()
  ani.close()
}
