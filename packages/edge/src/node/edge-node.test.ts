import { expect, it } from 'vitest'
import { openConversation } from '../conversation/conversation.testkit.ts'
import { TEXT } from '../conversation/fake-matchmaker.testkit.ts'

it('[V1-19] a node that stops asks its players to move, and closes who stays', async () => {
  const town = await openConversation({ nodes: 2 })
  const ani = await town.player('ani')
  const budi = await town.player('budi', { speaks: 'basic' })
  ani.take()
  const drained = town.nodes[0]?.drain()
  await town.pass(100)
  expect(ani.take()[0]).toMatchObject({ type: 'move', withinMs: 5_000 })
  await town.pass(200)
  expect(budi.takeKinds()).toEqual(['closed: moving'])
  await town.pass(5_500)
  expect(ani.takeKinds().at(-1)).toBe('closed: moving')
  await town.pass(1_000)
  await drained
})

it('[V1-19] a player of contract A may end its race before its node stops', async () => {
  const town = await openConversation({ nodes: 2 })
  const ani = await town.player('ani', { speaks: 'basic' })
  const budi = await town.player('budi', { speaks: 'basic', node: 1 })
  await town.match(ani, budi)
  const drained = town.nodes[0]?.drain()
  await town.pass(8_000)
  ani.take()
  ani.say({ type: 'finish', wpm: 20 })
  await town.pass(500)
  expect(ani.takeKinds()).toEqual(['game_over', 'res_leaderboard', 'closed: moving'])
  await drained
})

it('[FAULT-21] v1 clients learn that the cluster is out of reach, and that it is back', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  town.links[0]?.cut()
  await town.pass(5_000)
  expect(ani.take()).toMatchObject([{ type: 'cluster', state: 'reconnecting' }])
  town.links[0]?.mend()
  await town.pass(5_000)
  expect(ani.take()).toMatchObject([{ type: 'cluster', state: 'ok' }])
})

it('[FAULT-21] a race goes on while the cluster is out of reach, and is settled afterwards', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(4_000)
  town.links[0]?.cut()
  for (const player of [ani, budi]) player.type(race, TEXT)
  await town.pass(3_000)
  for (const player of [ani, budi]) expect(player.takeKinds()).not.toContain('game_over')
  town.links[0]?.mend()
  await town.pass(3_000)
  for (const player of [ani, budi])
    expect(player.takeKinds().filter(kind => kind !== 'seat' && kind !== 'cluster')).toEqual([
      'game_over',
      'res_leaderboard',
      'race_over',
    ])
  expect(new Set(town.matchmaker.jobs.map(({ kind }) => kind))).toEqual(new Set(['finish', 'settle']))
})

it('[MODEL-4] a player whose match was published unheard finds it by its own seat', async () => {
  const town = await openConversation({ nodes: 2 })
  const [ani, budi] = [await town.player('ani'), await town.player('budi', { node: 1 })]
  ani.take()
  ani.say({ type: 'req_matchmaking' })
  await town.pass(50)
  ani.take()
  // Commands arrive, but the node hears nothing that others publish.
  town.links[0]?.deafen()
  budi.say({ type: 'req_matchmaking' })
  await town.pass(200)
  expect(ani.takeKinds()).toEqual([])
  town.links[0]?.mend()
  await town.pass(3_000)
  expect(ani.takeKinds()).toContain('matched')
})

it('[BASIC-3] those who wait hear the count whenever it changes', async () => {
  const town = await openConversation({ nodes: 2 })
  const [ani, budi] = [await town.player('ani'), await town.player('budi', { node: 1 })]
  ani.take()
  ani.say({ type: 'req_matchmaking', room: 'satu', seats: 3 })
  await town.pass(200)
  budi.say({ type: 'req_matchmaking', room: 'dua', seats: 3 })
  await town.pass(200)
  budi.hangUp()
  await town.pass(200)
  const counts = ani
    .take()
    .flatMap(({ waiting_count }) => (waiting_count === undefined ? [] : [waiting_count]))
  expect(counts).toEqual([1, 2, 1])
})

it('[LOBBY-6] joins and leaves reach the clients of every node with the count', async () => {
  const town = await openConversation({ nodes: 2 })
  const ani = await town.player('ani')
  const budi = await town.player('budi', { node: 1 })
  expect(ani.take()).toMatchObject([{ type: 'presence', event: 'join', username: 'budi', online: 2 }])
  budi.hangUp()
  await town.pass(100)
  expect(ani.take()).toMatchObject([{ type: 'presence', event: 'leave', username: 'budi', online: 1 }])
})
