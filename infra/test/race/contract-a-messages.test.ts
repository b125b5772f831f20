import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import { type Message, type Player, refusalOf } from '../player.ts'
import { connectBy, enter, matchIn, started, typeAt, WAYS, type Way } from './arrival-racing.ts'

/** Longer than a v1 player may keep still, and than a connection may leave a ping unanswered. */
const LONG_MS = 35_000

let cluster: TestCluster
let long: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2 })
  long = await startCluster({
    gateways: 2,
    edges: 2,
    matchmaker: { raceMsMin: LONG_MS, slowestWpm: 1_000_000 },
  })
})
afterAll(async () => {
  await cluster.close()
  await long.close()
})

/** Sends something that is always answered, and answers what came before the answer. */
const answersBefore = async (player: Player): Promise<readonly Message[]> => {
  const from = player.heard.length
  player.send({ type: 'req_leaderboard' })
  await player.next('res_leaderboard')
  const messages = player.heard.slice(from).map(({ message }) => message)
  const lobby: readonly unknown[] = ['presence', 'chat', 'leaderboard_update']
  return messages
    .slice(
      0,
      messages.findIndex(({ type }) => type === 'res_leaderboard'),
    )
    .filter(({ type }) => !lobby.includes(type))
}

const CANCELED = { type: 'matchmaking_canceled' }

describe.concurrent.each(WAYS)('contract A over %s', (over, own, other) => {
  it('[BASIC-22] client_ip is taken in silence, before and after the login, whatever is in it', async () => {
    const player = await connectBy(cluster, own, `ip ${over}`)
    player.send({ type: 'client_ip', ip: ['203.0.113.9'] })
    if (over !== '/stream') player.send({ type: 'login', username: player.name })
    await player.next('res_leaderboard')
    player.send({ type: 'client_ip', ip: [] })
    player.send({ type: 'client_ip', ip: { v4: null } })
    player.send({ type: 'client_ip' })
    expect(await answersBefore(player)).toEqual([])
    expect(player.all('error')).toEqual([])
    player.close()
  })

  it('[BASIC-23] cancel_matchmaking is always answered, and ends the waiting', async () => {
    const player = await enter(cluster, own, `cancel ${over}`)
    const second = await enter(cluster, other, `cancel2 ${over}`)
    const room = `cancel${over.replace(/\W/g, '')}`
    player.send({ type: 'cancel_matchmaking' })
    expect(await answersBefore(player)).toEqual([CANCELED])
    for (let time = 0; time < 2; time++) {
      player.send({ type: 'req_matchmaking', room })
      await player.next('waiting')
      player.send({ type: 'cancel_matchmaking' })
      await player.next('matchmaking_canceled')
    }
    second.send({ type: 'req_matchmaking', room })
    await second.next('waiting')
    // Twice in a row, and what is asked right behind it counts.
    player.send({ type: 'cancel_matchmaking' })
    player.send({ type: 'req_matchmaking', room })
    await Promise.all([player.next('matched'), second.next('matched')])
    player.send({ type: 'cancel_matchmaking' })
    await player.next('matchmaking_canceled')
    // In a race there is nothing to cancel.
    await started([player, second])
    player.close()
    second.close()
  })

  it('[BASIC-23] nothing of a race follows a cancel, at whatever moment of the matching it came', async () => {
    const opponent = await enter(cluster, other, `rival ${over}`)
    const room = `moment${over.replace(/\W/g, '')}`
    for (let tenMs = 0; tenMs < 6; tenMs++) {
      const player = await enter(cluster, own, `moment ${tenMs} ${over}`)
      opponent.send({ type: 'req_matchmaking', room })
      await opponent.next('waiting')
      player.send({ type: 'req_matchmaking', room })
      await pause(2 * tenMs)
      player.send({ type: 'cancel_matchmaking' })
      await player.next('matchmaking_canceled')
      const isMatched = player.all('matched').length > 0
      opponent.send({ type: 'cancel_matchmaking' })
      await opponent.next('matchmaking_canceled')
      expect(await answersBefore(player)).toEqual([])
      // A race that had been announced before the cancel goes on, and one in the making ends for the opponent.
      if (isMatched) player.close()
      if (opponent.all('matched').length > 0) {
        expect(await opponent.next('game_over')).toMatchObject({ result: 'won', reason: 'opponent_left' })
        opponent.forget()
      }
      expect(player.all('matched').length > 0).toBe(isMatched)
      player.close()
    }
  })

  it('[BASIC-27] players who say nothing keep their race and their connections until the deadline', async () => {
    const players = [await enter(long, own, `still ${over}`), await enter(long, other, `quiet ${over}`)]
    const lobby = await enter(long, own, `reader ${over}`)
    await matchIn(`still${over.replace(/\W/g, '')}`, players)
    expect(await started(players)).toMatchObject({ duration: LONG_MS / 1_000 })
    players[0]?.send({ type: 'progress', progress: 3, wpm: 40 })
    const [won, lost] = await Promise.all(players.map(one => one.next('game_over', LONG_MS + 10_000)))
    expect(won).toMatchObject({ result: 'won', reason: 'timeout', winner: players[0]?.name })
    expect(lost).toMatchObject({ result: 'lost', reason: 'timeout', winner: players[0]?.name, wpm: 0 })
    for (const one of [...players, lobby]) expect(await answersBefore(one)).not.toContain(undefined)
  })

  it('[BASIC-32] a guest’s name in use gets the next free number; a v1 client is refused', async () => {
    const name = `Siswa ${over}`
    const first = await enter(cluster, other, name)
    const second = await enter(cluster, own, name)
    const third = await enter(cluster, other, name.toUpperCase())
    expect(first.all('res_leaderboard')[0]).toMatchObject({ username: name })
    expect(second.all('res_leaderboard')[0]).toMatchObject({ username: `${name} 2` })
    expect(third.all('res_leaderboard')[0]).toMatchObject({ username: `${name.toUpperCase()} 3` })
    second.send({ type: 'chat', text: `halo dari ${over}` })
    expect(await first.next(({ text }) => text === `halo dari ${over}`)).toMatchObject({ from: `${name} 2` })
    const v1 = await connectBy(cluster, { over: 'TCP', node: 0 }, name)
    expect(await refusalOf(v1, { type: 'login', v: 1, username: name })).toBe('name_taken')
    second.close()
    await first.next(({ event, username }) => event === 'leave' && username === `${name} 2`)
    const again = await enter(cluster, own, name)
    expect(again.all('res_leaderboard')[0]).toMatchObject({ username: `${name} 2` })
    for (const one of [first, third, again, v1]) one.close()
  })
})

describe.concurrent.each(WAYS)('the leaderboard over %s', (_over, own, other) => {
  it('[BASIC-30] a new result reaches the boards of all clients of contract A, and no v1 client', async () => {
    // A database of its own: the others' results would move this board too.
    const alone = await startCluster({ gateways: 2, edges: 2 })
    const ways: readonly Way[] = [own, other, { ...own, node: 1 }]
    const watching = await Promise.all(ways.map((way, i) => enter(alone, way, `watch ${i}`)))
    const v1 = await connectBy(alone, { over: 'TCP', node: 0 }, 'v1')
    v1.send({ type: 'login', v: 1, username: 'v1' })
    await v1.next('res_leaderboard')
    const racers = [await enter(alone, own, 'Ani'), await enter(alone, other, 'Budi')] as const
    const [ani, budi] = racers
    const race = async (wpm: number): Promise<Message> => {
      await matchIn('board', racers)
      const text = String((await started(racers))['text'])
      await typeAt(ani, text, wpm)
      await budi.next('game_over')
      return await ani.next('game_over')
    }
    const first = await race(200)
    const rows = first['leaderboard'] as readonly Message[]
    expect(rows).toEqual([expect.objectContaining({ rank: 1, username: 'Ani', races: 1 })])
    const board = [expect.objectContaining({ rank: 1, username: 'Ani', wpm: rows[0]?.['wpm'] })]
    for (const one of watching)
      expect(await one.next('leaderboard_update')).toEqual({
        type: 'leaderboard_update',
        leaderboard: board,
      })
    for (const one of racers)
      expect(one.all('leaderboard_update')).toEqual([{ type: 'leaderboard_update', leaderboard: board }])
    // A slower result changes nothing on the board.
    const second = await race(150)
    expect(second['wpm']).toBeLessThan(Number(first['wpm']))
    expect(second['leaderboard']).toEqual([
      expect.objectContaining({ rank: 1, username: 'Ani', wpm: rows[0]?.['wpm'] }),
    ])
    expect(await ani.next('res_leaderboard')).toMatchObject({ data: [{ username: 'Ani' }] })
    for (const one of watching) expect(one.all('leaderboard_update')).toHaveLength(1)
    expect(v1.all('leaderboard_update')).toEqual([])
    await alone.close()
  })
})

describe.concurrent('a login by address that fails', () => {
  const stream = (name: string) => connectBy(cluster, { over: '/stream', node: 0 }, name)

  it.each([' ', 'a'.repeat(25), 'a\u202eb'])(
    '[BASIC-31] a malformed name (%j): error, then closed',
    async name => {
      const player = await stream(name)
      expect(await player.next('error')).toMatchObject({ code: 'bad_username' })
      expect(await player.closed()).toBe(4422)
    },
  )

  it('[BASIC-31] a registered name: error, then closed; and its number is nobody’s to take', async () => {
    const claim = async (username: string) => {
      const answer = await fetch(`http://127.0.0.1:${cluster.gateways[0]?.ports['http']}/api/account`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, passphrase: 'a passphrase for tests' }),
      })
      expect(answer.ok).toBe(true)
    }
    await claim('Milik')
    const player = await stream('Milik')
    expect(await player.next('error')).toMatchObject({ code: 'name_claimed' })
    expect(await player.closed()).toBe(4422)
    await claim('Bebas 2')
    const names = await Promise.all(
      WAYS.map(async ([, way]) => {
        const one = await enter(cluster, way, 'Bebas')
        return String(one.all('res_leaderboard')[0]?.['username'])
      }),
    )
    expect(names.sort()).toEqual(['Bebas', 'Bebas 3', 'Bebas 4'])
  })
})

describe.concurrent('connections that are dead', () => {
  it.each(['/ws', '/stream/dead'])(
    '[BASIC-33] a WebSocket on %s that answers no ping is closed',
    async path => {
      const open = (autoPong: boolean) =>
        new Promise<WebSocket>((resolve, reject) => {
          const port = cluster.gateways[0]?.ports['http']
          const socket = new WebSocket(`ws://127.0.0.1:${port}${path}${autoPong ? 'x' : ''}`, { autoPong })
          socket.once('open', () => resolve(socket))
          socket.once('error', reject)
        })
      const dead = await open(false)
      const alive = path === '/ws' ? undefined : await open(true)
      await new Promise(resolve => dead.once('close', resolve))
      expect(alive?.readyState ?? WebSocket.OPEN).toBe(WebSocket.OPEN)
      alive?.terminate()
    },
  )
})
