import { afterAll, beforeAll, expect, it } from 'vitest'
import { askPostgres } from '../../local/ask-postgres.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { humanKeys, readyTypist } from '../typist.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, matchmaker: { length: 'short' } })
})
afterAll(() => cluster.close())

it('[VERIFIED-9] a player who leaves with the first key has that key stored, and ranks last for the rating', async () => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'Ani'))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'Budi'))
  for (const { player } of [ani, budi]) player.send({ type: 'req_matchmaking' })
  const [view] = await Promise.all([ani.matched(), budi.matched()])
  const text = view?.text.text ?? ''
  await ani.type(humanKeys(text, 130, 1).slice(0, 1))
  ani.player.send({ type: 'leave_race' })
  await budi.type(humanKeys(text, 130, 2))
  const { keyLogs } = await cluster.settled(view?.id ?? '')
  expect(keyLogs[view?.seat ?? -1]).toHaveLength(1)
  const sql = await askPostgres(cluster.databaseUrl)
  const muOf = async (name: string) => {
    const rows = await sql.rows<{ mu: number }>('select rating_mu as mu from players where name = $1', [name])
    return rows[0]?.mu ?? 25
  }
  await expect.poll(() => muOf('Ani')).toBeLessThan(25)
  expect(await muOf('Budi')).toBeGreaterThan(25)
  await sql.close()
  for (const { player } of [ani, budi]) player.close()
})
