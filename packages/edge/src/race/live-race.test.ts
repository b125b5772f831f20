import { expect, it } from 'vitest'
import { openConversation } from '../conversation/conversation.testkit.ts'
import { RACE_MS, TEXT } from '../conversation/fake-matchmaker.testkit.ts'

const COUNTED_DOWN_MS = 3_000
const seatsIn = (frames: readonly { readonly [field: string]: unknown }[]) =>
  frames.filter(({ type }) => type === 'tick').map(({ seats }) => seats)

it('[V1-13] all that opponents typed since the last tick is in one frame', async () => {
  const town = await openConversation({ nodes: 2 })
  const ani = await town.player('ani')
  const budi = await town.player('budi', { node: 1 })
  const citra = await town.player('citra', { node: 1 })
  const race = await town.match(ani, budi, citra)
  await town.pass(COUNTED_DOWN_MS + 1_000)
  ani.take()
  budi.type(race, 'k')
  citra.type(race, 'ke')
  await town.pass(60)
  const [frame] = seatsIn(ani.take())
  expect(frame).toMatchObject([
    [1, 1, expect.any(Number)],
    [2, 2, expect.any(Number)],
  ])
})

it('[V1-13] a client that does not keep up receives only the latest', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(COUNTED_DOWN_MS + 1_000)
  ani.take()
  ani.transport.backlogBytes = 100_000
  for (const [from, key] of [...'ket'].entries()) {
    budi.type(race, key, from)
    await town.pass(100)
  }
  expect(ani.take()).toEqual([])
  ani.transport.backlogBytes = 0
  await town.pass(100)
  expect(seatsIn(ani.take())).toMatchObject([[[1, 3, expect.any(Number)]]])
})

it('[V1-4] a batch that begins before or behind the last key is refused, and nothing of it counts', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(COUNTED_DOWN_MS + 2_000)
  ani.take()
  ani.type(race, 'ke')
  ani.type(race, 'k')
  ani.type(race, 't', 5)
  ani.say({ type: 'keys', race: 'r0', from: 2, keys: [[1, 'k']] })
  ani.say({ type: 'progress', progress: 50, wpm: 1 })
  expect(ani.take()).toMatchObject([
    { code: 'keys_repeated', expected: 2 },
    { code: 'keys_out_of_order', expected: 2 },
    { code: 'wrong_race' },
    { code: 'keys_expected' },
  ])
})

it('[V1-5] keys before the start are refused', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  ani.type(race, 'k')
  expect(ani.takeKinds()).toEqual(['error: not_started'])
})

it('[BASIC-13] a claim that no human could type loses the race', async () => {
  const town = await openConversation()
  const ani = await town.player('ani', { speaks: 'basic' })
  const budi = await town.player('budi', { speaks: 'basic' })
  await town.match(ani, budi)
  await town.pass(COUNTED_DOWN_MS + 20)
  ani.take()
  ani.say({ type: 'finish', wpm: 900 })
  await town.pass(100)
  expect(ani.take()[0]).toMatchObject({ type: 'game_over', result: 'lost', reason: 'implausible' })
})

it('[BASIC-28] the deadline ends a race that nobody finished', async () => {
  const town = await openConversation()
  const ani = await town.player('ani', { speaks: 'basic' })
  const budi = await town.player('budi', { speaks: 'basic' })
  await town.match(ani, budi)
  await town.pass(COUNTED_DOWN_MS + 2_000)
  ani.say({ type: 'progress', progress: 50, wpm: 1 })
  await town.pass(100)
  for (const player of [ani, budi]) player.take()
  await town.pass(RACE_MS)
  expect(ani.take()[0]).toMatchObject({ type: 'game_over', result: 'won', reason: 'timeout' })
  expect(budi.take()[0]).toMatchObject({ type: 'game_over', result: 'lost', reason: 'timeout' })
})

it('[V1-15] a player who leaves a race is out of it at once, and cannot come back', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(COUNTED_DOWN_MS + 2_000)
  budi.take()
  ani.say({ type: 'leave_race' })
  await town.pass(100)
  expect(budi.take()).toMatchObject([
    { type: 'seat', seat: 0, state: 'left' },
    { type: 'game_over', result: 'won', reason: 'opponent_left' },
    { type: 'res_leaderboard' },
  ])
  ani.hangUp()
  const back = town.client()
  back.say({ type: 'login', username: 'ani', v: 1, token: ani.token, race })
  await town.pass(100)
  expect(back.takeKinds()).toEqual(['welcome', 'res_leaderboard'])
})

it('[V1-8] keys that Redis did not take are stored as soon as it takes them again', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(COUNTED_DOWN_MS + 2_000)
  ani.take()
  town.links[0]?.cut()
  ani.type(race, TEXT.slice(0, 3))
  await town.pass(1_500)
  const acks = () => ani.take().flatMap(({ ack }) => (ack === undefined ? [] : [ack]))
  expect(acks()).toEqual([])
  town.links[0]?.mend()
  await town.pass(1_500)
  expect(acks()).toEqual([3])
})

it('[V1-10] a node that lost a seat to another one drops it and informs its client', async () => {
  const town = await openConversation({ nodes: 2 })
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(COUNTED_DOWN_MS + 1_000)
  ani.take()
  const back = town.client({ node: 1 })
  back.say({ type: 'login', username: 'ani', v: 1, token: ani.token, race })
  await town.pass(100)
  expect(ani.takeKinds()).toEqual(['closed: taken_over'])
  expect(back.takeKinds()).toEqual(['welcome', 'snapshot', 'res_leaderboard'])
  back.type(race, TEXT)
  await town.pass(2_000)
  expect(town.matchmaker.jobs.map(({ kind }) => kind)).toEqual(['finish'])
  expect(budi.takeKinds()).toEqual(expect.arrayContaining(['seat', 'game_over']))
})
