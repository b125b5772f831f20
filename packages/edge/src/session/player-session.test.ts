import { expect, it } from 'vitest'
import { openConversation } from '../conversation/conversation.testkit.ts'
import { TEXT } from '../conversation/fake-matchmaker.testkit.ts'

it('[V1-1] a login is answered by the welcome, then the leaderboard, then the last messages', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  ani.say({ type: 'chat', text: 'halo' })
  await town.pass(10)
  const budi = town.client()
  budi.say({ type: 'login', username: 'budi', v: 1 })
  await town.pass(20)
  expect(budi.take()).toMatchObject([
    { type: 'welcome', username: 'budi', node: 'g1', online: 2, graceMs: 30_000 },
    { type: 'res_leaderboard', username: 'budi', window: 'all', timed: 'keys', data: [] },
    { type: 'chat', from: 'ani', text: 'halo' },
  ])
  expect(ani.takeKinds()).toEqual(['chat', 'presence'])
})

it('[V1-1] another version is refused, and the client may log in again', async () => {
  const town = await openConversation()
  const ani = town.client()
  ani.say({ type: 'login', username: 'ani', v: 2 }, { type: 'login', username: 'ani', v: 1 })
  await town.pass(20)
  expect(ani.takeKinds()).toEqual(['error: version_unsupported', 'welcome', 'res_leaderboard'])
})

it('[BASIC-1] a client of contract A receives the leaderboard with its name, and no welcome', async () => {
  const town = await openConversation()
  const ani = town.client()
  ani.say({ type: 'login', username: 'ani' })
  await town.pass(20)
  expect(ani.take()).toMatchObject([{ type: 'res_leaderboard', username: 'ani' }])
})

it('[BASIC-2] an address with a name logs in by connecting', async () => {
  const town = await openConversation()
  const ani = town.client({ username: 'ani' })
  await town.pass(20)
  expect(ani.take()).toMatchObject([{ type: 'res_leaderboard', username: 'ani' }])
})

it('[BASIC-31] an address whose name is refused closes the connection', async () => {
  const town = await openConversation()
  const ani = town.client({ username: 'a:b' })
  await town.pass(20)
  expect(ani.takeKinds()).toEqual(['error: bad_username', 'closed: name_refused'])
})

it('[BASIC-16] a message that is not legal in this phase is refused with its own code', async () => {
  const town = await openConversation()
  const ani = town.client()
  ani.say({ type: 'chat', text: 'halo' }, { type: 'req_matchmaking' })
  expect(ani.takeKinds()).toEqual(['error: not_logged_in', 'error: not_logged_in'])
  ani.say({ type: 'login', username: 'ani', v: 1 }, { type: 'login', username: 'ani', v: 1 })
  ani.say({ type: 'keys', race: 'r1', from: 0, keys: [[1, 'k']] }, { type: 'progress', progress: 1, wpm: 1 })
  ani.say({ type: 'finish', wpm: 80 }, { type: 'leave_race' }, { type: 'leave_queue' })
  ani.say({ type: 'req_matchmaking' }, { type: 'req_matchmaking' })
  await town.pass(20)
  expect(ani.takeKinds().filter(kind => kind !== 'welcome' && kind !== 'res_leaderboard')).toEqual([
    'error: already_logged_in',
    'error: not_racing',
    'error: not_racing',
    'error: not_racing',
    'error: not_racing',
    'error: not_waiting',
    'waiting',
    'error: already_waiting',
  ])
})

it('[LIMIT-7] the tenth failed login closes the connection', async () => {
  const town = await openConversation()
  const ani = town.client()
  for (let i = 0; i < 10; i++) {
    ani.say({ type: 'login', username: 'a:b' })
    await town.pass(1_000)
  }
  const kinds = ani.takeKinds()
  expect(kinds.filter(kind => kind === 'error: bad_username')).toHaveLength(10)
  expect(kinds.at(-1)).toBe('closed: login_late')
})

it('[BASIC-32] contract A gets the next number of a name in use; protocol v1 is refused', async () => {
  const town = await openConversation({ nodes: 2 })
  await town.player('ani')
  const second = town.client({ node: 1 })
  second.say({ type: 'login', username: 'Ani' })
  const third = town.client({ node: 1 })
  third.say({ type: 'login', username: 'ANI', v: 1 })
  await town.pass(50)
  expect(second.take()[0]).toMatchObject({ type: 'res_leaderboard', username: 'Ani 2' })
  expect(third.takeKinds()).toEqual(['error: name_taken'])
})

it('[BASIC-19] a token takes the name over from the connection that had it, at any node', async () => {
  const town = await openConversation({ nodes: 2 })
  const first = await town.player('ani')
  const second = town.client({ node: 1 })
  second.say({ type: 'login', username: 'ani', v: 1, token: first.token })
  await town.pass(50)
  expect(first.takeKinds()).toEqual(['closed: taken_over'])
  expect(second.takeKinds()).toEqual(['welcome', 'res_leaderboard'])
})

it('[V1-9] two players are matched, count down together and type to the end', async () => {
  const town = await openConversation({ nodes: 2 })
  const ani = await town.player('ani')
  const budi = await town.player('budi', { node: 1 })
  ani.take()
  ani.say({ type: 'req_matchmaking' })
  await town.pass(1)
  budi.say({ type: 'req_matchmaking' })
  await town.pass(500)
  expect(ani.takeKinds()).toEqual(['waiting', 'matched', 'countdown'])
  const [, matched] = budi.take()
  expect(matched).toMatchObject({ opponents: ['ani'], race: { id: 'r1', seat: 1, text: { text: TEXT } } })

  await town.pass(3_000)
  expect(ani.takeKinds()).toEqual(['countdown', 'countdown', 'start_game'])
  await town.pass(600)
  ani.type('r1', 'ketik')
  await town.pass(1_100)
  expect(ani.take()).toMatchObject([{ type: 'tick', race: 'r1', ack: 5, seats: [] }])
  expect(budi.take().at(-1)).toMatchObject({ type: 'tick', race: 'r1', seats: [[0, 5, expect.any(Number)]] })

  ani.type('r1', ' ya', 5)
  budi.type('r1', TEXT)
  await town.pass(2_000)
  expect(ani.takeKinds()).toEqual(['seat', 'game_over', 'res_leaderboard', 'seat', 'race_over'])
  const kinds = budi.take()
  expect(kinds.filter(({ type }) => type === 'game_over')).toMatchObject([{ race: 'r1', rated: true }])
  expect(kinds.find(({ type }) => type === 'race_over')?.['standings']).toMatchObject([
    { username: 'ani', state: 'finished' },
    { username: 'budi', state: 'finished' },
  ])
  // The job of the last finish settles the race.
  expect(town.matchmaker.jobs.map(({ kind }) => kind)).toEqual(['finish', 'finish'])
})

it('[BASIC-7] the first of contract A to finish has won, and the other has lost at the same moment', async () => {
  const town = await openConversation()
  const ani = await town.player('ani', { speaks: 'basic' })
  const budi = await town.player('budi', { speaks: 'basic' })
  await town.match(ani, budi)
  await town.pass(3_000)
  expect(ani.takeKinds()).toEqual(['countdown', 'countdown', 'start_game'])
  budi.take()
  await town.pass(2_000)
  ani.say({ type: 'progress', progress: 50, wpm: 40 })
  await town.pass(100)
  expect(budi.take()).toMatchObject([{ type: 'opponent_progress', username: 'ani', progress: 50 }])
  ani.say({ type: 'finish', wpm: 40 })
  await town.pass(100)
  expect(ani.take()).toMatchObject([
    { type: 'game_over', result: 'won', place: 1, winner: 'ani' },
    { type: 'res_leaderboard' },
  ])
  expect(budi.take().map(({ type, result }) => [type, result])).toEqual([
    ['opponent_progress', undefined],
    ['game_over', 'lost'],
    ['res_leaderboard', undefined],
  ])
})

it('[V1-15] a player who leaves the queue is not matched, and can ask again', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  ani.take()
  ani.say({ type: 'req_matchmaking' }, { type: 'leave_queue' })
  budi.say({ type: 'req_matchmaking' })
  await town.pass(500)
  expect(ani.takeKinds()).toEqual(['waiting'])
  expect(budi.take().map(({ waiting_count }) => waiting_count)).toEqual([2, 1])
  ani.say({ type: 'req_matchmaking' })
  await town.pass(500)
  expect(ani.takeKinds()).toEqual(['waiting', 'matched', 'countdown'])
})

it('[BASIC-23] contract A cancels whether it waits or not', async () => {
  const town = await openConversation()
  const ani = await town.player('ani', { speaks: 'basic' })
  ani.say({ type: 'cancel_matchmaking' }, { type: 'req_matchmaking' }, { type: 'cancel_matchmaking' })
  await town.pass(200)
  expect(ani.takeKinds()).toEqual(['matchmaking_canceled', 'waiting', 'matchmaking_canceled'])
})

it('[BASIC-11] a player who waits and hangs up leaves the queue at once', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  ani.say({ type: 'req_matchmaking' })
  await town.pass(10)
  ani.hangUp()
  budi.say({ type: 'req_matchmaking' })
  await town.pass(500)
  expect(budi.takeKinds()).toEqual(['presence', 'waiting'])
})

it('[V1-10] a dropped player goes on at another node with the keys that are safe', async () => {
  const town = await openConversation({ nodes: 2 })
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(4_000)
  ani.type(race, 'keti')
  await town.pass(1_100)
  ani.hangUp()
  await town.pass(50)
  expect(budi.take().at(-1)).toMatchObject({ type: 'seat', seat: 0, state: 'away' })

  const back = town.client({ node: 1 })
  back.say({ type: 'login', username: 'ani', v: 1, token: ani.token, race })
  await town.pass(50)
  expect(back.take()).toMatchObject([
    { type: 'welcome' },
    {
      type: 'snapshot',
      ack: 4,
      keys: [
        [100, 'k'],
        [200, 'e'],
        [300, 't'],
        [400, 'i'],
      ],
      race: { id: race },
    },
    { type: 'res_leaderboard' },
  ])
  expect(budi.take().at(-1)).toMatchObject({ type: 'seat', seat: 0, state: 'racing' })
  back.type(race, 'k ya', 4)
  await town.pass(1_000)
  expect(back.takeKinds()).toContain('game_over')
})

it('[V1-11] a player who stays away for 30 s has left', async () => {
  const town = await openConversation()
  const [ani, budi] = [await town.player('ani'), await town.player('budi')]
  const race = await town.match(ani, budi)
  await town.pass(4_000)
  ani.hangUp()
  budi.take()
  for (const [from, key] of [...'ket'].entries()) {
    await town.pass(9_970)
    budi.type(race, key, from)
  }
  expect(budi.takeKinds()).toEqual(['seat'])
  await town.pass(200)
  expect(budi.takeKinds()).toEqual(['seat', 'game_over', 'presence', 'res_leaderboard'])
})

it('[BASIC-12] a player of contract A who hangs up in a race leaves it', async () => {
  const town = await openConversation()
  const ani = await town.player('ani', { speaks: 'basic' })
  const budi = await town.player('budi', { speaks: 'basic' })
  await town.match(ani, budi)
  await town.pass(4_000)
  budi.take()
  ani.hangUp()
  await town.pass(100)
  const told = budi.take().filter(({ type }) => type !== 'presence')
  expect(told).toMatchObject([
    { type: 'game_over', result: 'won', reason: 'opponent_left' },
    { type: 'res_leaderboard' },
  ])
})

it('[BASIC-36] messages that arrived before a hang-up are processed in their order', async () => {
  const town = await openConversation()
  const budi = await town.player('budi')
  const ani = town.client()
  ani.say({ type: 'login', username: 'ani' }, { type: 'chat', text: 'satu' }, { type: 'chat', text: 'dua' })
  ani.hangUp()
  await town.pass(100)
  expect(budi.take().map(({ text, event }) => text ?? event)).toEqual(['join', 'satu', 'dua', 'leave'])
  expect(ani.transport.isEnded).toBe(true)
})

it('[BASIC-20] a connection that floods is refused, and then closed', async () => {
  const town = await openConversation({ settings: { messagesPerSecond: 10 } })
  const ani = await town.player('ani')
  for (let i = 0; i < 100; i++) ani.say({ type: 'leave_race' })
  const kinds = ani.takeKinds()
  expect(kinds.filter(kind => kind === 'error: not_racing').length).toBeLessThan(21)
  expect(kinds.filter(kind => kind === 'error: rate_limited').length).toBeGreaterThan(40)
  expect(kinds.at(-1)).toBe('closed: flooding')
})

it('[LOBBY-7] a connection that leaves more than 1 MiB unread is closed', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  ani.transport.backlogBytes = 2 * 1024 * 1024
  await town.pass(1_000)
  expect(ani.takeKinds()).toEqual(['closed: too_slow'])
})
