import { mayReconnect } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { type Player, refusalOf } from '../player.ts'
import { humanKeys, meet, readyTypist, trueWpm } from '../typist.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2 })
})
afterAll(() => cluster.close())

const typist = (name: string, over: 'websocket' | 'tcp' = 'websocket', node = 0) =>
  readyTypist(cluster.connect({ over, node }, name))

/** Whether a login brought a race back: what it brings stands before the leaderboard. */
const comesBack = async (player: Player): Promise<boolean> => {
  await player.next('res_leaderboard')
  return player.all('snapshot').length > 0
}

describe.concurrent('protocol v1', () => {
  it.each(['websocket', 'tcp'] as const)(
    '[V1-2] a ping over %s gets a pong with cluster time',
    async over => {
      const { player } = await typist(`v1-ping-${over}`, over)
      const before = Date.now()
      player.send({ type: 'ping', t: 12.5 })
      const { now } = await player.next(({ type, t }) => type === 'pong' && t === 12.5)
      // Cluster time is the clock of Redis, which is on this machine.
      expect(Number(now)).toBeGreaterThan(before - 50)
      expect(Number(now)).toBeLessThan(Date.now() + 50)
      player.close()
    },
  )

  it('[V1-3] a match has the text, the seats, the own seat and the start', async () => {
    const ani = await typist('v1-plan-ani')
    const budi = await typist('v1-plan-budi', 'tcp')
    const before = Date.now()
    const [own, others] = await meet([ani, budi], 'plan')
    expect(own).toMatchObject({
      id: expect.any(String),
      text: { text: expect.any(String) },
      startsAt: expect.any(Number),
      seats: expect.arrayContaining([
        expect.objectContaining({ username: 'v1-plan-ani' }),
        expect.objectContaining({ username: 'v1-plan-budi' }),
      ]),
    })
    expect([own?.seat, others?.seat].toSorted()).toEqual([0, 1])
    expect(others).toEqual({ ...own, seat: others?.seat })
    expect(own?.startsAt).toBeGreaterThan(before)
    for (const { player } of [ani, budi]) player.close()
  })

  it('[V1-14] two typists on two nodes race from keys to stored rows', async () => {
    const ani = await typist('v1-ani')
    const budi = await typist('v1-budi', 'tcp')
    const [race, sameRace] = await meet([ani, budi], 'keys')
    expect(sameRace?.text).toEqual(race?.text)
    const text = race?.text.text ?? ''
    const fast = humanKeys(text, 240, 1)
    const slow = humanKeys(text, 180, 2)
    await Promise.all([ani.type(fast), budi.type(slow)])

    expect(await ani.player.next('game_over')).toMatchObject({ result: 'won', place: 1 })
    expect(await budi.player.next('game_over')).toMatchObject({ result: 'lost', place: 2 })
    const ranked = [
      { username: 'v1-ani', place: 1 },
      { username: 'v1-budi', place: 2 },
    ]
    expect((await ani.player.next('race_over'))['standings']).toMatchObject(ranked)
    expect((await budi.player.next('race_over'))['standings']).toMatchObject(ranked)

    const { rows, keyLogs } = await cluster.settled(race?.id ?? '')
    for (const [username, keys, typist] of [
      ['v1-ani', fast, ani],
      ['v1-budi', slow, budi],
    ] as const) {
      const row = rows.find(one => one.username === username)
      const seat = row?.seat ?? -1
      if (row?.state !== 'finished') throw new Error(`${username} did not finish`)
      // A last key that a busy machine sends late counts later than it was pressed, but not later than its answer.
      expect(row.wpm).toBeLessThan(trueWpm(keys) * 1.001)
      expect(row.wpm).toBeGreaterThan(typist.wpmHadItLasted(typist.player.heardLast('race_over')?.at ?? 0))
      expect(row).toMatchObject({ timed: 'keys', accuracy: 1, review: false })
      expect(keyLogs[seat]?.map(([at, key]) => [at, key])).toEqual(keys)
    }
    for (const { player } of [ani, budi]) {
      const ticks = player.all('tick')
      expect(ticks.length).toBeGreaterThan(3)
      expect(ticks.some(tick => Number(tick['ack']) > 0)).toBe(true)
      expect(player.all('opponent_progress')).toEqual([])
    }
  })

  it('[V1-1] another version is refused, and the connection stays open', async () => {
    const player = await cluster.connect({ over: 'tcp', node: 1 }, 'future')
    expect(await refusalOf(player, { type: 'login', username: 'future', v: 2 })).toBe('version_unsupported')
    player.send({ type: 'login', username: 'future', v: 1 })
    await player.next('welcome')
  })

  it('[V1-4] refused batches count for nothing, and the race goes on', async () => {
    const ani = await typist('strict-ani')
    const budi = await typist('strict-budi', 'websocket', 1)
    const [race] = await meet([ani, budi], 'strict')
    const id = race?.id
    const text = race?.text.text ?? ''
    const keys = humanKeys(text, 200, 5)
    const refused = (message: object) => refusalOf(ani.player, message)
    expect(await refused({ type: 'keys', race: id, from: 0, keys: [[0, text[0]]] })).toBe('not_started')
    await ani.player.next('start_game')
    await budi.player.next('start_game')
    const batch = (from: number, sent: readonly unknown[]) => ({ type: 'keys', race: id, from, keys: sent })
    expect(await refused(batch(0, [[60_000, text[0]]]))).toBe('keys_in_future')
    expect(await refused(batch(0, [[0, 'ab']]))).toBe('keys_not_typeable')
    expect(await refused(batch(0, [[0, '\u001b']]))).toBe('keys_not_typeable')
    expect(await refused(batch(3, [[0, 'a']]))).toBe('keys_out_of_order')
    expect(await refused({ ...batch(0, [[0, 'a']]), race: 'another' })).toBe('wrong_race')
    expect(await refused(batch(0, [[-1, 'a']]))).toBe('bad_field')
    expect(await refused({ type: 'finish', wpm: 100 })).toBe('keys_expected')
    expect(await refused({ type: 'progress', progress: 50, wpm: 100 })).toBe('keys_expected')

    // The first half by its schedule, then the same batch again, then one whose offsets fall.
    await ani.type(keys.slice(0, 20))
    expect(await refused(batch(0, keys.slice(0, 20)))).toBe('keys_repeated')
    expect(await refused(batch(20, [[Number(keys[19]?.[0]) - 5, text[20]]]))).toBe('keys_out_of_order')
    await ani.type(keys)
    expect(await ani.player.next('game_over')).toMatchObject({ result: 'won' })
    expect(await refused(batch(keys.length, [[1, 'a']]))).toBe('not_racing')
    budi.player.send({ type: 'leave_race' })
    const { keyLogs } = await cluster.settled(id ?? '')
    expect(keyLogs[race?.seat ?? -1]?.map(([at, key]) => [at, key])).toEqual(keys)
  })

  it('[V1-10] a player comes back at another node, twice, and no key is lost', async () => {
    const ani = await typist('back-ani')
    const budi = await typist('back-budi', 'websocket', 1)
    const [race] = await meet([ani, budi], 'back')
    const keys = humanKeys(race?.text.text ?? '', 200, 3)
    let typing = ani.type(keys)
    const doors = [
      { over: 'websocket', node: 1, says: race?.id },
      { over: 'tcp', node: 0, says: 'another race' },
    ] as const
    for (const { says, ...door } of doors) {
      const before = ani.acked
      await ani.player.next(m => m.type === 'tick' && Number(m['ack']) > before)
      ani.player.destroy()
      ani.stop()
      expect(await budi.player.next('seat')).toMatchObject({ seat: race?.seat, state: 'away' })
      ani.player = await cluster.connect(door, 'back-ani')
      await ani.login(ani.token, says)
      const snapshot = await ani.player.next('snapshot')
      expect(snapshot).toMatchObject({ race: { id: race?.id, seat: race?.seat } })
      const acked = Number(snapshot['ack'])
      expect(acked).toBeGreaterThanOrEqual(before)
      expect(snapshot['keys']).toEqual(keys.slice(0, acked))
      expect(await budi.player.next('seat')).toMatchObject({ seat: race?.seat, state: 'racing' })
      ani.sent = acked
      ani.acked = acked
      typing = ani.type(keys)
    }
    await typing
    expect(await ani.player.next('game_over')).toMatchObject({ result: 'won', place: 1 })
    budi.player.send({ type: 'leave_race' })
    const { rows, keyLogs } = await cluster.settled(race?.id ?? '')
    expect(rows[race?.seat ?? -1]).toMatchObject({ username: 'back-ani', state: 'finished', place: 1 })
    expect(keyLogs[race?.seat ?? -1]?.map(([at, key]) => [at, key])).toEqual(keys)
  })

  it('[V1-10] the page is loaded anew on the same node while the old connection is still there', async () => {
    const ani = await typist('twice-ani')
    const budi = await typist('twice-budi', 'tcp', 1)
    const [race] = await meet([ani, budi], 'twice')
    const keys = humanKeys(race?.text.text ?? '', 200, 4)
    void ani.type(keys)
    await ani.player.next(m => m.type === 'tick' && Number(m['ack']) > 0)
    ani.stop()
    const old = ani.player
    ani.player = await cluster.connect({ over: 'websocket', node: 0 }, 'twice-ani')
    await ani.login(ani.token)
    const snapshot = await ani.player.next('snapshot')
    const code = await old.closed()
    expect(code).toBe(4409)
    expect(mayReconnect(code)).toBe(false)
    ani.sent = Number(snapshot['ack'])
    await ani.type(keys)
    expect(await ani.player.next('game_over')).toMatchObject({ result: 'won' })
  })

  it('[V1-20] a player whose race ended during a drop comes back to it by its id, and to nothing without', async () => {
    const ani = await typist('late-ani')
    const budi = await typist('late-budi', 'websocket', 1)
    const [race] = await meet([ani, budi], 'late')
    await Promise.all([ani, budi].map(each => each.type(humanKeys(race?.text.text ?? '', 220, 8))))
    await ani.player.next('race_over')
    budi.player.close()
    budi.player = await cluster.connect({ over: 'websocket', node: 0 }, 'late-budi')
    await budi.login(budi.token, race?.id)
    expect(await budi.player.next('snapshot')).toMatchObject({ race: { id: race?.id } })
    await budi.player.next('game_over')
    expect(await budi.player.next('race_over')).toMatchObject({ standings: [{ place: 1 }, {}] })
    // And is free for another one.
    budi.player.send({ type: 'req_matchmaking', room: 'late-again' })
    await budi.player.next('waiting')
    budi.player.close()
    budi.player = await cluster.connect({ over: 'websocket', node: 1 }, 'late-budi')
    await budi.login(budi.token)
    expect(await comesBack(budi.player)).toBe(false)
  })

  it.each(['while it goes on', 'when it is over'])(
    '[V1-21] a race that its player left does not come back %s, on either node',
    async when => {
      const name = when.replaceAll(' ', '-')
      const ani = await typist(`${name}-a`)
      const budi = await typist(`${name}-b`, 'websocket', 1)
      const citra = await typist(`${name}-c`)
      const [race] = await meet([ani, budi, citra], name)
      await budi.player.next('start_game')
      budi.player.send({ type: 'leave_race' })
      await budi.player.next('game_over')
      budi.player.close()
      if (when === 'when it is over') {
        ani.player.send({ type: 'leave_race' })
        await citra.player.next('game_over')
      }
      for (const [node, named] of [
        [1, undefined],
        [0, undefined],
        [0, race?.id],
      ] as const) {
        budi.player = await cluster.connect({ over: 'websocket', node }, budi.player.name)
        await budi.login(budi.token, named)
        expect(await comesBack(budi.player)).toBe(false)
        budi.player.close()
      }
    },
  )

  it('[V1-15] leaving the queue and the race by a message', async () => {
    const ani = await typist('leave-ani')
    const budi = await typist('leave-budi', 'tcp', 1)
    expect(await refusalOf(ani.player, { type: 'leave_queue' })).toBe('not_waiting')
    ani.player.send({ type: 'req_matchmaking', room: 'leave', seats: 2 })
    await ani.player.next('waiting')
    ani.player.send({ type: 'leave_queue' })
    await meet([budi, ani], 'leave')
    ani.player.send({ type: 'leave_race' })
    expect(await ani.player.next('game_over')).toMatchObject({ result: 'lost' })
    expect(await budi.player.next('game_over')).toMatchObject({ result: 'won', reason: 'opponent_left' })
    expect(await refusalOf(ani.player, { type: 'leave_race' })).toBe('not_racing')
  })

  it('[V1-16] a room starts once as many are there as it has seats, and with nobody else', async () => {
    const racers = await Promise.all(
      ['a', 'b', 'c'].map((name, i) => typist(`room-${name}`, 'websocket', i % 2)),
    )
    const [first, second, third] = racers
    const other = await typist('room-other')
    other.player.send({ type: 'req_matchmaking', room: 'elsewhere' })
    for (const one of [first, second]) one?.player.send({ type: 'req_matchmaking', room: 'three', seats: 3 })
    await first?.player.next('waiting')
    third?.player.send({ type: 'req_matchmaking', room: 'three', seats: 3 })
    const views = await Promise.all(racers.map(one => one.matched()))
    expect(new Set(views.map(({ id }) => id)).size).toBe(1)
    expect(other.player.all('matched')).toEqual([])
    for (const { player } of racers) player.close()
  })

  it('[V1-22] a token of another secret, or a changed one, is refused', async () => {
    const player = await cluster.connect({ over: 'websocket', node: 0 }, 'thief')
    const { token } = await typist('victim')
    for (const bad of [`${token.slice(0, -2)}xx`, 'x.y', '', `${token}.z`]) {
      expect(await refusalOf(player, { type: 'login', username: 'victim', v: 1, token: bad })).toBe(
        'bad_token',
      )
    }
    expect(await refusalOf(player, { type: 'login', username: 'victim', v: 1 })).toBe('name_taken')
  })

  it('[V1-18] close codes say by range whether to come back', () => {
    for (const code of [1001, 1006, 1012, 4503, 4504, 4508, 4513]) expect(mayReconnect(code)).toBe(true)
    for (const code of [4400, 4403, 4408, 4409, 4413]) expect(mayReconnect(code)).toBe(false)
  })
})

describe('a node that stops', () => {
  it('[V1-19] sends its players to other nodes, where they go on and lose no key', async () => {
    const leaving = await cluster.addGateway()
    const { overWebSocket } = await import('../player.ts')
    const ani = await readyTypist(overWebSocket(leaving.ports['http'] ?? 0, 'move-ani'))
    const budi = await typist('move-budi', 'websocket', 1)
    const [race] = await meet([ani, budi], 'move')
    const keys = humanKeys(race?.text.text ?? '', 150, 6)
    void ani.type(keys)
    await ani.player.next('tick')
    const drained = leaving.drain?.()
    expect(await ani.player.next('move')).toMatchObject({ withinMs: expect.any(Number) })
    ani.stop()
    const old = ani.player
    ani.player = await cluster.connect({ over: 'websocket', node: 0 }, 'move-ani')
    await ani.login(ani.token)
    const snapshot = await ani.player.next('snapshot')
    ani.sent = Number(snapshot['ack'])
    await ani.type(keys)
    expect(await ani.player.next('game_over')).toMatchObject({ result: 'won' })
    expect([4409, 4503]).toContain(await old.closed())
    await drained
    await leaving.close()
    budi.player.send({ type: 'leave_race' })
    const { keyLogs } = await cluster.settled(race?.id ?? '')
    expect(keyLogs[race?.seat ?? -1]?.map(([at, key]) => [at, key])).toEqual(keys)
  })
})
