import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, type Player } from '../player.ts'
import { connectBy, matchIn, started, typeAt, type Way } from './arrival-racing.ts'

const WAYS: readonly Way[] = [
  { over: '/ws', node: 0 },
  { over: '/stream', node: 0 },
  { over: 'TCP', node: 0 },
]

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 1 })
})
afterAll(() => cluster.close())

const watching = (name: string) => loggedIn(cluster.connect({ over: 'websocket', node: 1 }, name))

/** Sends all of it in one write where the transport has no frames. */
const sendTogether = (player: Player, way: Way, messages: readonly object[]) => {
  if (way.over === 'TCP')
    player.sendRaw(Buffer.from(messages.map(one => `${JSON.stringify(one)}\n`).join('')))
  else for (const message of messages) player.send(message)
}

/** For names and room codes. */
const tagOf = ({ over }: Way) => over.replace(/\W/g, '')

const loginOf = ({ name }: Player, { over }: Way) =>
  over === '/stream' ? [] : [{ type: 'login', username: name }]

/** What a watcher has heard of one player, up to its leave. */
const storyOf = async (watcher: Player, name: string): Promise<readonly unknown[]> => {
  await watcher.next(({ event, username }) => event === 'leave' && username === name)
  return watcher.heard.flatMap(({ message }) => {
    if (message.type === 'chat' && message['from'] === name) return [message['text']]
    return message.type === 'presence' && message['username'] === name ? [message['event']] : []
  })
}

it.each(WAYS)(
  '[BASIC-36] chat behind a login is delivered, though the client hangs up at once ($over)',
  async way => {
    const watcher = await watching(`watches ${tagOf(way)}`)
    const player = await connectBy(cluster, way, `brief ${tagOf(way)}`)
    const texts = ['one', 'two', 'three']
    sendTogether(player, way, [...loginOf(player, way), ...texts.map(text => ({ type: 'chat', text }))])
    player.close()
    expect(await storyOf(watcher, player.name)).toEqual(['join', ...texts, 'leave'])
    watcher.close()
  },
)

it('[BASIC-39] a client that ends its own side of a TCP connection still gets the answers', async () => {
  const way: Way = { over: 'TCP', node: 0 }
  const player = await connectBy(cluster, way, 'half')
  sendTogether(player, way, [
    ...loginOf(player, way),
    { type: 'req_leaderboard' },
    { type: 'chat', text: 'a b '.repeat(400) },
    { type: 'cancel_matchmaking' },
  ])
  player.close()
  await player.closed()
  const answers = player.heard.map(({ message }) => message['code'] ?? message.type)
  expect(answers.filter(one => one !== 'chat' && one !== 'presence')).toEqual([
    'res_leaderboard',
    'res_leaderboard',
    'chat_too_long',
    'matchmaking_canceled',
  ])
})

it.each(WAYS)('[BASIC-40] a client that hung up is not queued for a race ($over)', async way => {
  const room = `left-${tagOf(way)}`
  const watcher = await watching(`stays ${tagOf(way)}`)
  const player = await connectBy(cluster, way, `goes ${tagOf(way)}`)
  const wish = { type: 'req_matchmaking', room, seats: 2 }
  sendTogether(player, way, [...loginOf(player, way), wish, { type: 'chat', text: 'bye' }])
  player.close()
  expect(await storyOf(watcher, player.name)).toEqual(['join', 'bye', 'leave'])
  watcher.send(wish)
  expect(await watcher.next('waiting')).toMatchObject({ waiting_count: 1 })
  watcher.send({ type: 'cancel_matchmaking' })
  await watcher.next('matchmaking_canceled')
  expect(watcher.all('matched')).toEqual([])
  watcher.close()
})

it.each(WAYS)(
  '[BASIC-36] a finish counts that waits behind another message at the hang-up ($over)',
  async way => {
    const stays = await watching(`loses ${tagOf(way)}`)
    const player = await connectBy(cluster, way, `wins ${tagOf(way)}`)
    for (const login of loginOf(player, way)) player.send(login)
    await player.next('res_leaderboard')
    await matchIn(`finish-${tagOf(way)}`, [player, stays])
    const { text } = await started([player, stays])
    const send = player.send.bind(player)
    // The last thing that is sent is the finish.
    player.send = message => {
      if ((message as { type: string }).type === 'finish') send({ type: 'req_leaderboard' })
      send(message)
    }
    await typeAt(player, String(text), 200)
    player.close()
    const { race } = await stays.next('game_over')
    stays.close()
    const { rows } = await cluster.settled(String(race))
    expect(rows.find(({ username }) => username === player.name)?.state).toBe('finished')
  },
)

it('[BASIC-41] a login by token that hangs up takes the name from nobody', async () => {
  const owner = await cluster.connect({ over: 'websocket', node: 1 }, 'owner')
  owner.send({ type: 'login', username: owner.name, v: 1 })
  const { token } = await owner.next('welcome')
  const way: Way = { over: 'TCP', node: 0 }
  for (const v of [{ v: 1 }, {}]) {
    const gone = await connectBy(cluster, way, owner.name)
    const login = { type: 'login', username: owner.name, token, ...v }
    sendTogether(gone, way, [login, { type: 'chat', text: 'not heard' }])
    gone.close()
    await gone.closed()
    expect(gone.heard).toEqual([])
  }
  owner.send({ type: 'chat', text: 'still here' })
  await owner.next(({ text }) => text === 'still here')
  expect(owner.all('chat').map(({ text }) => text)).not.toContain('not heard')
  owner.close()
})
