import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn } from '../player.ts'
import { humanKeys, meet, type RaceView, readyTypist } from '../typist.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2 })
})
afterAll(() => cluster.close())

const asked = async (path: string): Promise<string> => {
  const answers = cluster.gateways.map(async ({ ports }) => {
    const answer = await fetch(`http://127.0.0.1:${ports['http']}${path}`)
    return await answer.text()
  })
  return (await Promise.all(answers)).join('\n')
}
const rematchOf = (race: unknown): string => (race as { readonly rematchRoom: string }).rematchRoom

describe.concurrent('a rematch', () => {
  it('[ALLOWANCE-7] takes place in a room that the racers know at every node and by every door, and no stranger', async () => {
    const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'again-ani'))
    const budi = await readyTypist(cluster.connect({ over: 'tcp', node: 1 }, 'again-budi'))
    const [race, sameRace] = await meet([ani, budi], 'again')
    const room = rematchOf(race)
    expect(room).toMatch(/^rematch-[A-Za-z0-9_-]{22}$/)
    expect(rematchOf(sameRace)).toBe(room)
    expect(room).not.toContain(race?.id)

    // The same at another node, after a drop.
    const keys = humanKeys(race?.text.text ?? '', 240, 3)
    ani.player.destroy()
    ani.player = await cluster.connect({ over: 'websocket', node: 1 }, 'again-ani')
    await ani.login(ani.token, race?.id)
    const snapshot = await ani.player.next('snapshot')
    expect(rematchOf(snapshot['race'])).toBe(room)
    await Promise.all([ani.type(keys), budi.type(keys)])
    for (const { player } of [ani, budi]) {
      expect(JSON.stringify(await player.next('game_over'))).not.toContain(room)
      expect(JSON.stringify(await player.next('race_over'))).not.toContain(room)
    }
    await cluster.settled(race?.id ?? '')
    for (const path of ['/api/live', '/api/lobby', `/api/races/${race?.id}`, '/api/players/again-ani'])
      expect(await asked(path)).not.toContain('rematch')

    // A stranger who knows the id of the race waits in another room.
    const stranger = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'again-stranger'))
    stranger.player.send({ type: 'req_matchmaking', room: `rematch-${race?.id}`, seats: 2 })
    await stranger.player.next('waiting')
    const [again] = (await meet([ani, budi], room)) as readonly (RaceView | undefined)[]
    expect(again?.id).not.toBe(race?.id)
    expect(rematchOf(again)).not.toBe(room)
    expect(stranger.player.all('matched')).toEqual([])
  })

  it('[ALLOWANCE-7] is not offered to a client of contract A, whose messages do not contain the room', async () => {
    const v1 = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'mixed-ani'))
    const old = await loggedIn(cluster.connect({ over: 'tcp', node: 0 }, 'mixed-budi'))
    v1.player.send({ type: 'req_matchmaking', room: 'mixed', seats: 2 })
    old.send({ type: 'req_matchmaking', room: 'mixed', seats: 2 })
    const room = rematchOf((await v1.player.next('matched'))['race'])
    await old.next('start_game')
    old.send({ type: 'leave_race' })
    v1.player.send({ type: 'leave_race' })
    await old.next('game_over')
    expect(JSON.stringify(old.heard)).not.toContain(room)
  })
})
