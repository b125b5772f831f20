import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Door, startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overWebSocket, type Player, refusalOf } from '../player.ts'
import { typeAt } from './arrival-racing.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2 })
})
afterAll(() => cluster.close())

const WEBSOCKET: Door = { over: 'websocket', node: 0 }
const OTHER_WEBSOCKET: Door = { over: 'websocket', node: 1 }
const TCP: Door = { over: 'tcp', node: 0 }
const OTHER_TCP: Door = { over: 'tcp', node: 1 }

const player = (name: string, door: Door): Promise<Player> => loggedIn(cluster.connect(door, name))

/** Asks for a race in a room of its own, which keeps the other tests out. */
const match = async (players: readonly Player[], room: string): Promise<string> => {
  for (const one of players) {
    one.send({ type: 'req_matchmaking', room, seats: players.length })
    await one.next('waiting')
  }
  const texts = await Promise.all(
    players.map(async one => {
      const others = players.filter(other => other !== one).map(({ name }) => name)
      const matched = await one.next('matched')
      expect([...(matched['opponents'] as string[])].sort()).toEqual([...others].sort())
      expect(matched['opponent']).toBe((matched['opponents'] as string[])[0])
      for (const value of [3, 2, 1]) expect(await one.next('countdown')).toEqual({ type: 'countdown', value })
      return String((await one.next('start_game'))['text'])
    }),
  )
  expect(new Set(texts).size).toBe(1)
  return texts[0] ?? ''
}

const pairs: readonly (readonly [string, Door, Door])[] = [
  ['two gateways', WEBSOCKET, OTHER_WEBSOCKET],
  ['two gateways, the other way round', OTHER_WEBSOCKET, WEBSOCKET],
  ['WebSocket and TCP', WEBSOCKET, TCP],
  ['TCP and WebSocket', TCP, OTHER_WEBSOCKET],
  ['two tcp-edges', TCP, OTHER_TCP],
  ['one node', WEBSOCKET, WEBSOCKET],
]

describe.concurrent('a duel by contract A', () => {
  it.each(pairs)('[BASIC-10] over %s', async (where, first, second) => {
    const room = where.replace(/\W/g, '')
    const ani = await player(`Ani-${room}`.slice(0, 24), first)
    const budi = await player(`Budi-${room}`.slice(0, 24), second)
    const text = await match([ani, budi], room)
    const [anisWpm] = await Promise.all([
      typeAt(ani, text, 220),
      typeAt(budi, text, 170).then(() => budi.next('opponent_progress')),
    ])
    expect(await ani.next('game_over')).toMatchObject({ result: 'won', place: 1 })
    expect(await budi.next('game_over')).toMatchObject({ result: 'lost', place: 2 })
    for (const one of [ani, budi])
      expect(Array.isArray((await one.next('res_leaderboard'))['data'])).toBe(true)
    const seen = budi.all('opponent_progress')
    const percents = seen.map(({ progress }) => Number(progress))
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
    expect(seen[0]).toMatchObject({ username: ani.name, wpm: expect.any(Number) })
    expect(percents.length).toBeGreaterThan(5)

    const over = ani.all('game_over')[0]
    const { rows } = await cluster.settled(String(over?.['race']))
    const row = rows.find(({ username }) => username === ani.name)
    if (row?.state !== 'finished') throw new Error('Ani did not finish')
    expect(row).toMatchObject({ timed: 'arrival', place: 1, won: true })
    // The node times from the start to the arrival of the end: longer than Ani counts, shorter than from its match.
    const [matched, end] = ['matched', 'game_over'].map(type => ani.heardLast(type))
    expect(row.wpm).toBeLessThan(anisWpm * 1.001)
    expect(row.wpm).toBeGreaterThan((12_000 * [...text].length) / ((end?.at ?? 0) - (matched?.at ?? 0)))
    expect(rows.find(({ username }) => username === budi.name)).toMatchObject({
      state: 'finished',
      place: 2,
    })
  })

  it('[BASIC-9] the loser may type on, and its result is stored; one who does not is stored as unfinished', async () => {
    const ani = await player('on-ani', WEBSOCKET)
    const budi = await player('on-budi', TCP)
    const text = await match([ani, budi], 'on')
    await typeAt(ani, text, 240)
    expect(await budi.next('game_over')).toMatchObject({ result: 'lost', place: 2 })
    await typeAt(budi, text, 200)
    const { rows } = await cluster.settled(String(budi.all('game_over')[0]?.['race']))
    expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
    expect(budi.all('game_over')).toHaveLength(1)

    // Again, and now the loser asks for another race instead of typing on.
    const again = await match([ani, budi], 'on')
    await typeAt(ani, again, 240)
    await budi.next('game_over')
    budi.send({ type: 'req_matchmaking', room: 'later' })
    await budi.next('waiting')
    const second = await cluster.settled(String(budi.all('game_over')[1]?.['race']))
    expect(second.rows.find(({ username }) => username === 'on-budi')).toMatchObject({ state: 'left' })
  })

  it.each([3, 5])('[BASIC-8] %i seats over WebSocket and TCP: places for all', async seats => {
    const doors = [WEBSOCKET, TCP, OTHER_WEBSOCKET, OTHER_TCP, WEBSOCKET]
    const racers = await Promise.all(
      doors.slice(0, seats).map((door, i) => player(`seat${seats}-${i}`, door)),
    )
    const text = await match(racers, `seats${seats}`)
    await Promise.all(racers.slice(0, -1).map((one, i) => typeAt(one, text, 240 - 25 * i)))
    const overs = await Promise.all(racers.map(one => one.next('game_over')))
    expect(overs.map(({ place }) => place)).toEqual(racers.map((_, i) => i + 1))
    expect(overs.map(({ result }) => result)).toEqual(racers.map((_, i) => (i === 0 ? 'won' : 'lost')))
    racers.at(-1)?.close()
    const { rows } = await cluster.settled(String(overs[0]?.['race']))
    expect(rows.filter(({ state }) => state === 'finished')).toHaveLength(seats - 1)
    expect(rows.filter(({ state }) => state === 'left')).toHaveLength(1)
  })
})

describe.concurrent('leaving', () => {
  it.each([
    ['WebSocket', WEBSOCKET],
    ['TCP', TCP],
  ])('[BASIC-11] closing while waiting leaves the queue at once (%s)', async (over, door) => {
    const waiting = await player(`wait-${over}`, door)
    const watching = await player(`watch-${over}`, OTHER_WEBSOCKET)
    waiting.send({ type: 'req_matchmaking', room: `w-${over}` })
    const before = Number((await waiting.next('waiting'))['waiting_count'])
    expect(before).toBeGreaterThan(0)
    waiting.close()
    await waiting.closed()
    // The same room starts without the one who left.
    const other = await player(`other-${over}`, TCP)
    await match([watching, other], `w-${over}`)
    other.close()
  })

  it.each([
    ['WebSocket', WEBSOCKET, false],
    ['TCP', TCP, false],
    ['a broken TCP connection', OTHER_TCP, true],
    ['a broken WebSocket', WEBSOCKET, true],
  ])('[BASIC-12] closing in a race: the last one left has won (%s)', async (over, door, breaks) => {
    const name = over.replace(/\W/g, '').slice(-12)
    const ani = await player(`stay-${name}`, OTHER_WEBSOCKET)
    const budi = await player(`gone-${name}`, door)
    await match([ani, budi], `gone-${name}`)
    if (breaks) budi.destroy()
    else budi.close()
    expect(await ani.next('game_over')).toMatchObject({ result: 'won', reason: 'opponent_left' })
  })

  it('[BASIC-24] the number of waiting players is sent again whenever it changes, over all nodes', async () => {
    const own = await startCluster({ gateways: 2, edges: 1, matchmakers: 0 })
    const first = await loggedIn(own.connect(WEBSOCKET, 'first'))
    const second = await loggedIn(own.connect(OTHER_WEBSOCKET, 'second'))
    const third = await loggedIn(own.connect(TCP, 'third'))
    const waiting = (count: number) => ({
      status: 'waiting',
      waiting_count: count,
      message: 'Menunggu pemain lain...',
    })
    first.send({ type: 'req_matchmaking' })
    expect(await first.next('waiting')).toEqual(waiting(1))
    second.send({ type: 'req_matchmaking' })
    expect(await second.next('waiting')).toEqual(waiting(2))
    expect(await first.next('waiting')).toEqual(waiting(2))
    third.send({ type: 'req_matchmaking' })
    expect(await first.next('waiting')).toEqual(waiting(3))
    second.close()
    expect(await first.next('waiting')).toEqual(waiting(2))
    await own.close()
  })
})

describe.concurrent.each([
  ['WebSocket', WEBSOCKET, OTHER_TCP],
  ['TCP', TCP, OTHER_WEBSOCKET],
])('bad input over %s', (over, door, otherDoor) => {
  it('[BASIC-15] each kind has its own code, and the connection stays open', async () => {
    const one = await player(`bad-${over}`, door)
    const cases: readonly (readonly [string, unknown])[] = [
      ['bad_json', 'halo'],
      ['bad_json', '{"type":"chat","text":"half'],
      ['bad_message', '[]'],
      ['bad_message', '"login"'],
      ['bad_message', 'null'],
      ['bad_message', '{"kind":"login"}'],
      ['unknown_type', '{"type":"__proto__"}'],
      ['unknown_type', '{"type":"constructor"}'],
      ['unknown_type', '{"type":"fly"}'],
      ['bad_field', { type: 'progress', progress: 101, wpm: 1 }],
      ['bad_field', { type: 'progress', progress: -1, wpm: 1 }],
      ['bad_field', { type: 'progress', progress: '50', wpm: 1 }],
      ['bad_field', { type: 'progress', progress: 50, wpm: null }],
      ['bad_field', { type: 'finish' }],
      ['bad_field', { type: 'finish', wpm: -1 }],
      ['bad_field', { type: 'chat', text: 7 }],
      ['bad_field', { type: 'req_matchmaking', seats: 99 }],
    ]
    for (const [code, message] of cases)
      expect([await refusalOf(one, message), message]).toEqual([code, message])
    const error = one.all('error')[0]
    expect(error).toMatchObject({ message: expect.any(String), retryable: false })
    one.send({ type: 'req_leaderboard' })
    await one.next('res_leaderboard')
  })

  it('[BASIC-16] a message that is not legal now has its own code', async () => {
    const fresh = await cluster.connect(door, `fresh-${over}`)
    expect(await refusalOf(fresh, { type: 'req_matchmaking' })).toBe('not_logged_in')
    expect(await refusalOf(fresh, { type: 'chat', text: 'halo' })).toBe('not_logged_in')
    fresh.send({ type: 'login', username: fresh.name })
    await fresh.next('res_leaderboard')
    expect(await refusalOf(fresh, { type: 'login', username: 'again' })).toBe('already_logged_in')
    expect(await refusalOf(fresh, { type: 'progress', progress: 5, wpm: 50 })).toBe('not_racing')
    expect(await refusalOf(fresh, { type: 'finish', wpm: 50 })).toBe('not_racing')
    const room = `legal-${over}`
    fresh.send({ type: 'req_matchmaking', room })
    await fresh.next('waiting')
    expect(await refusalOf(fresh, { type: 'req_matchmaking' })).toBe('already_waiting')
    const other = await player(`legal-o-${over}`, otherDoor)
    other.send({ type: 'req_matchmaking', room })
    await fresh.next('matched')
    expect(await refusalOf(fresh, { type: 'req_matchmaking' })).toBe('already_racing')
    expect(await refusalOf(fresh, { type: 'progress', progress: 5, wpm: 50 })).toBe('not_started')
    expect(await refusalOf(fresh, { type: 'finish', wpm: 50 })).toBe('not_started')
    expect(await refusalOf(fresh, { type: 'keys', race: 'x', from: 0, keys: [[1, 'a']] })).toBe('wrong_race')
    fresh.close()
    other.close()
  })

  it('[BASIC-17] claims that fall, or that nobody could type, are refused and nothing of them is stored', async () => {
    const cheat = await player(`cheat-${over}`, door)
    const honest = await player(`honest-${over}`, otherDoor)
    const text = await match([cheat, honest], `cheat-${over}`)
    expect(await refusalOf(cheat, { type: 'progress', progress: 100, wpm: 100 })).toBe('implausible')
    cheat.send({ type: 'progress', progress: 10, wpm: 100 })
    expect(await refusalOf(cheat, { type: 'progress', progress: 9, wpm: 100 })).toBe('progress_falls')
    const seen = await honest.next('opponent_progress')
    expect(seen['progress']).toBe(10)
    expect(seen['wpm']).toBeLessThanOrEqual(450)
    // At the start instant.
    cheat.send({ type: 'finish', wpm: 90 })
    const ended = await cheat.next('game_over')
    expect(ended).toMatchObject({ result: 'lost', reason: 'implausible' })
    expect(ended['wpm']).toBeLessThanOrEqual(450)
    expect(await honest.next('game_over')).toMatchObject({ result: 'won', reason: 'opponent_left' })
    expect(await refusalOf(honest, { type: 'finish', wpm: 900 })).toBe('implausible')
    await typeAt(honest, text, 240)
    const { rows } = await cluster.settled(String(cheat.all('game_over')[0]?.['race']))
    expect(rows.find(({ username }) => username === cheat.name)).toMatchObject({
      state: 'left',
      reason: 'implausible',
    })

    // In time, but with a claim of 900 wpm.
    const again = await match([cheat, honest], `cheat2-${over}`)
    await typeAt(honest, again, 230)
    cheat.send({ type: 'finish', wpm: 900 })
    expect(await cheat.next('game_over')).toMatchObject({ result: 'lost' })
    await cluster.settled(String(cheat.all('game_over')[1]?.['race']))
    const board = await cluster.scores.leaderboard({
      window: 'all',
      timed: 'any',
      limit: 100,
      at: Date.now(),
    })
    expect(board.map(({ username }) => username)).not.toContain(cheat.name)
    expect(board.map(({ username }) => username)).toContain(honest.name)
  })

  it('[BASIC-18] names', async () => {
    const one = await cluster.connect(door, 'names')
    const bad = [
      '',
      '   ',
      'a'.repeat(25),
      'a\u0000b',
      'a\nb',
      'a\u202eb',
      'a\u2066b',
      '\u200b',
      'e\u0301'.repeat(25),
    ]
    for (const username of bad) expect(await refusalOf(one, { type: 'login', username })).toBe('bad_username')
    one.send({ type: 'login', username: `  e\u0301${'👩‍👩‍👧'.repeat(3)}-${over}  ` })
    await one.next('res_leaderboard')
    one.send({ type: 'chat', text: `names over ${over}` })
    const chat = await one.next(({ text }) => text === `names over ${over}`)
    expect(chat['from']).toBe(`\u00e9${'👩‍👩‍👧'.repeat(3)}-${over}`)
  })

  it('[BASIC-19] a name in use is refused on every node, whatever its case, and free again afterwards', async () => {
    const one = await player(`Unique-${over}`, door)
    const other = await cluster.connect(otherDoor, 'copy')
    for (const username of [one.name, one.name.toUpperCase(), ` ${one.name} `]) {
      expect(await refusalOf(other, { type: 'login', v: 1, username })).toBe('name_taken')
    }
    one.close()
    await one.closed()
    await expect
      .poll(async () => {
        other.send({ type: 'login', v: 1, username: one.name })
        const answer = await other.next(({ type }) => type === 'error' || type === 'res_leaderboard')
        return answer.type
      })
      .toBe('res_leaderboard')
  })

  it('[BASIC-14] a line over 8 KiB gets too_long and the connection is closed; one of 8 KiB does not', async () => {
    const one = await player(`long-${over}`, door)
    const head = '{"type":"chat","text":"'
    const fits = `${head}${'a'.repeat(8 * 1024 - head.length - 2)}"}`
    expect(Buffer.byteLength(fits)).toBe(8 * 1024)
    expect(await refusalOf(one, fits)).toBe('chat_too_long')
    expect(await refusalOf(one, `${fits} `)).toBe('too_long')
    expect([0, 4413]).toContain(await one.closed())
  })

  it('[BASIC-20] a flood is closed with flooding, and the others do not notice', async () => {
    const flood = await player(`flood-${over}`, door)
    const calm = await player(`calm-${over}`, door)
    for (let i = 0; i < 5_000 && flood.closedWith === undefined; i++) flood.send({ type: 'req_leaderboard' })
    expect([0, 4400]).toContain(await flood.closed())
    const last = flood.heard.at(-1)?.message
    if (over === 'TCP') expect(last).toMatchObject({ type: 'bye', code: 4400, retryable: false })
    calm.send({ type: 'req_leaderboard' })
    await calm.next('res_leaderboard')
  })
})

describe('over one transport alone', () => {
  it('[BASIC-2] connecting to /stream/:username is the login', async () => {
    const port = cluster.gateways[0]?.ports['http'] ?? 0
    const name = 'Ibu Sri'
    const one = await overWebSocket(port, name, `/stream/${encodeURIComponent(name)}`)
    expect(await one.next('res_leaderboard')).toEqual(one.heard[0]?.message)
  })

  it('[BASIC-15] bytes that are not UTF-8 have their own code', async () => {
    const tcp = await player('bytes-tcp', TCP)
    expect(await refusalOf(tcp, Buffer.from([0xff, 0xfe, 0x0a]))).toBe('bad_utf8')
    tcp.send({ type: 'req_leaderboard' })
    await tcp.next('res_leaderboard')
  })

  it('[BASIC-21] chat and presence reach every JSON client in one order, on every node', async () => {
    const own = await startCluster({ gateways: 2, edges: 1, matchmakers: 0 })
    const [ani, budi, citra] = await Promise.all([
      loggedIn(own.connect(WEBSOCKET, 'ani')),
      loggedIn(own.connect(OTHER_WEBSOCKET, 'budi')),
      loggedIn(own.connect(TCP, 'citra')),
    ])
    const said = [ani, budi, citra].flatMap(one =>
      ['satu', 'dua', 'tiga'].map(word => {
        one?.send({ type: 'chat', text: `${one.name} ${word}` })
        return `${one?.name} ${word}`
      }),
    )
    const heard = await Promise.all(
      [ani, budi, citra].map(async one => {
        const texts: string[] = []
        while (texts.length < said.length) texts.push(String((await one?.next('chat'))?.['text']))
        return texts
      }),
    )
    expect(new Set(heard.map(texts => texts.join())).size).toBe(1)
    expect([...(heard[0] ?? [])].sort()).toEqual([...said].sort())
    citra?.close()
    expect(await ani?.next(({ event }) => event === 'leave')).toMatchObject({
      type: 'presence',
      username: 'citra',
      online: 2,
    })
    // A newcomer hears what was said before it came.
    const dedi = await loggedIn(own.connect(TCP, 'dedi'))
    const greeting: string[] = []
    while (greeting.length < said.length) greeting.push(String((await dedi.next('chat'))['text']))
    expect(greeting).toEqual(heard[0])
    await own.close()
  })
})
