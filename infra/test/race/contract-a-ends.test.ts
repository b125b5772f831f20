import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import type { Player } from '../player.ts'
import { humanKeys, readyTypist } from '../typist.ts'
import { enter, heardPastOutcome, matchIn, started, typeAt, WAYS, type Way } from './arrival-racing.ts'

/** Races that end by themselves a few seconds after their start; the text is far too long for that. */
const RACE_MS = 4_000

let cluster: TestCluster
let brief: TestCluster

beforeAll(async () => {
  const nodes = { gateways: 2, edges: 2 }
  cluster = await startCluster(nodes)
  brief = await startCluster({ ...nodes, matchmaker: { raceMsMin: RACE_MS, slowestWpm: 1_000_000 } })
})
afterAll(async () => {
  await cluster.close()
  await brief.close()
})

/** Another duel from its match to its first progress: by then everything of an earlier one is past its start. */
const anotherDuel = async (where: TestCluster, name: string): Promise<void> => {
  const one = await enter(where, { over: '/ws', node: 0 }, `${name} x`)
  const other = await enter(where, { over: 'TCP', node: 1 }, `${name} y`)
  await matchIn(`${name.replace(/\W/g, '')}-control`, [one, other])
  await started([one, other])
  one.send({ type: 'progress', progress: 1, wpm: 10 })
  await other.next('opponent_progress')
  one.close()
  other.close()
}

const duel = async (where: TestCluster, name: string, own: Way, other: Way): Promise<[Player, Player]> => {
  const players: [Player, Player] = [
    await enter(where, own, `${name} a`),
    await enter(where, other, `${name} b`),
  ]
  await matchIn(name.replace(/\W/g, ''), players)
  return players
}

describe.concurrent.each(WAYS)('the end of a race over %s', (over, own, other) => {
  it.each(['matched', 'countdown', 'racing'])('[BASIC-12] an opponent who leaves when %s', async phase => {
    const [ani, budi] = await duel(cluster, `gone ${phase} ${over}`, own, other)
    if (phase === 'countdown') await ani.next('countdown')
    if (phase === 'racing') await started([ani, budi])
    budi.close()
    const over1 = await ani.next('game_over')
    expect(over1).toMatchObject({
      result: 'won',
      reason: 'opponent_left',
      winner: ani.name,
      wpm: 0,
      leaderboard: expect.any(Array),
    })
    expect(await ani.next('res_leaderboard')).toMatchObject({ username: ani.name })
    await anotherDuel(cluster, `lc ${phase} ${over}`)
    expect(heardPastOutcome(ani)).toEqual([])
    expect(ani.all('game_over')).toHaveLength(1)
    // The client is free for another race at once.
    ani.send({ type: 'req_matchmaking', room: 'nobody-else' })
    await ani.next('waiting')
  })

  it('[BASIC-29] the first to finish, and the other who types on', async () => {
    const [ani, budi] = await duel(cluster, `finish ${over}`, own, other)
    const text = String((await started([ani, budi]))['text'])
    budi.send({ type: 'progress', progress: 1, wpm: 60 })
    await ani.next('opponent_progress')
    await typeAt(ani, text, 230)
    const won = await ani.next('game_over')
    const lost = await budi.next('game_over')
    expect(won).toMatchObject({ result: 'won', reason: 'finish', winner: ani.name, place: 1 })
    expect(lost).toMatchObject({ result: 'lost', reason: 'finish', winner: ani.name, place: 2 })
    // Both boards have the race already, though no row of it can be stored yet.
    for (const { leaderboard } of [won, lost]) {
      const rows = leaderboard as { username: string; wpm: number }[]
      expect(Math.round(rows.find(({ username }) => username === ani.name)?.wpm ?? 0)).toBe(won['wpm'])
    }
    expect(won['wpm']).toBeGreaterThan(180)
    expect(won['wpm']).toBeLessThanOrEqual(230)
    expect(Number.isInteger(lost['wpm'])).toBe(true)
    expect(lost['wpm']).toBeGreaterThan(0)
    await typeAt(budi, text, 220)
    const { rows } = await cluster.settled(String(won['race']))
    expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
    for (const one of [ani, budi]) expect(heardPastOutcome(one)).toEqual([])
  })

  it('[BASIC-13] a claim that nobody could type', async () => {
    const [cheat, honest] = await duel(cluster, `cheat ${over}`, own, other)
    await started([cheat, honest])
    cheat.send({ type: 'finish', wpm: 90 })
    const [lost, won] = [await cheat.next('game_over'), await honest.next('game_over')]
    expect(lost).toMatchObject({ result: 'lost', reason: 'implausible', winner: honest.name })
    expect(won).toMatchObject({ result: 'won', reason: 'opponent_left', winner: honest.name })
    const names = (lost['leaderboard'] as { username: string }[]).map(({ username }) => username)
    expect(names).not.toContain(cheat.name)
    honest.send({ type: 'progress', progress: 1, wpm: 10 })
    await anotherDuel(cluster, `cc ${over}`)
    for (const one of [cheat, honest]) expect(heardPastOutcome(one)).toEqual([])
  })

  it('[BASIC-26] a finish that is put in review wins, and is on no board', async () => {
    const [fast, slow] = await duel(cluster, `review ${over}`, own, other)
    const text = String((await started([fast, slow]))['text'])
    await typeAt(fast, text, 310)
    for (const player of [fast, slow]) {
      const told = await player.next('game_over')
      expect(told).toMatchObject({ reason: 'finish', winner: fast.name })
      expect(JSON.stringify(told['leaderboard'])).not.toContain(fast.name)
    }
    expect(fast.all('game_over')[0]?.['wpm']).toBeGreaterThan(250)
    slow.close()
    await cluster.settled(String(fast.all('game_over')[0]?.['race']))
    for (const update of [...fast.all('leaderboard_update'), ...fast.all('res_leaderboard')])
      expect(JSON.stringify(update['leaderboard'] ?? update['data'])).not.toContain(fast.name)
    expect(heardPastOutcome(fast)).toEqual([])
  })

  it.each([
    ['more than the other', 14, 6.5, 'won', 'lost'],
    ['less than the other', 6.4, 6.5, 'lost', 'won'],
    ['as much as the other', 6.5, 6.5, 'draw', 'draw'],
    ['nothing, and neither has the other', undefined, undefined, 'draw', 'draw'],
  ] as const)(
    '[BASIC-28] the deadline, who typed %s',
    async (_, typed, typedByOther, result, otherResult) => {
      const name = `time ${result} ${typed ?? 'none'} ${over}`
      const [ani, budi] = await duel(brief, name.slice(0, 22), own, other)
      expect(await started([ani, budi])).toMatchObject({ duration: RACE_MS / 1_000 })
      // One report each, then silence.
      if (typed !== undefined) ani.send({ type: 'progress', progress: typed, wpm: 50 })
      if (typedByOther !== undefined) budi.send({ type: 'progress', progress: typedByOther, wpm: 50 })
      const winner = result === 'draw' ? null : result === 'won' ? ani.name : budi.name
      expect(await ani.next('game_over')).toMatchObject({ result, reason: 'timeout', winner })
      expect(await budi.next('game_over')).toMatchObject({ result: otherResult, reason: 'timeout', winner })
      const { rows } = await brief.settled(String(ani.all('game_over')[0]?.['race']))
      expect(rows.map(({ state, won }) => [state, won])).toEqual([
        ['left', result === 'won'],
        ['left', otherResult === 'won'],
      ])
      for (const one of [ani, budi]) {
        await one.next('res_leaderboard')
        expect(heardPastOutcome(one)).toEqual([])
      }
    },
  )
})

describe.concurrent('the deadline of a race with a v1 player', () => {
  it.each([
    ['more', -0.01, 'won', 'lost'],
    ['less', 0.01, 'lost', 'won'],
    ['as much', 0, 'draw', 'draw'],
  ] as const)(
    '[BASIC-28] the v1 player typed %s of the text right, compared with the player of contract A',
    async (_, difference, result, otherResult) => {
      const room = `mixed-${result}`
      const ani = await readyTypist(brief.connect({ over: 'websocket', node: 0 }, `${room} v1`))
      const budi = await enter(brief, { over: 'TCP', node: 1 }, `${room} a`)
      for (const player of [ani.player, budi]) player.send({ type: 'req_matchmaking', room })
      const { id, text } = await ani.matched()
      await started([ani.player, budi])
      const chars = [...text.text]
      const right = humanKeys(text.text, 150, 3).slice(0, 6)
      const wrong = chars[right.length] === 'x' ? 'y' : 'x'
      await ani.type([...right, [(right.at(-1)?.[0] ?? 0) + 150, wrong]])
      budi.send({ type: 'progress', progress: (100 * right.length) / chars.length + difference, wpm: 50 })
      const winner = result === 'draw' ? null : result === 'won' ? ani.player.name : budi.name
      expect(await ani.player.next('game_over')).toMatchObject({ result, reason: 'timeout', winner })
      expect(await budi.next('game_over')).toMatchObject({ result: otherResult, reason: 'timeout', winner })
      await brief.settled(id)
    },
  )
})
