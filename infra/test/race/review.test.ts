import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { seeded } from '../seeded.ts'
import { humanKeys, type Key, meet, readyTypist } from '../typist.ts'

const adminSecret = 'the secret of the operators'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, gateway: { adminSecret } })
})
afterAll(() => cluster.close())

const url = (node: number, path: string) =>
  `http://127.0.0.1:${cluster.gateways[node]?.ports['http']}/api/${path}`

const asOperator = async (node: number, method: 'GET' | 'POST', path: string): Promise<unknown> => {
  const answer = await fetch(url(node, `admin/reviews${path}`), {
    method,
    headers: { authorization: `Bearer ${adminSecret}`, 'content-type': 'application/json' },
    ...(method === 'POST'
      ? { body: JSON.stringify({ operator: 'Op', reason: 'typed it again before us' }) }
      : {}),
  })
  return await answer.json()
}

const standing = async (node: number): Promise<readonly unknown[]> => {
  const answer = await fetch(url(node, 'leaderboard?limit=100'))
  const { data } = (await answer.json()) as { data: readonly { username: string }[] }
  return data.map(({ username }) => username)
}

/** The right keys, each a like time after the one before: a program that hides its hand badly. */
const botKeys = (text: string, wpm: number): Key[] => {
  const random = seeded(16)
  let at = 300
  return [...text].map((key, index) => {
    if (index > 0) at += (12_000 / wpm) * (0.92 + 0.16 * random())
    return [Math.round(at), key] as const
  })
}

describe('a player who types like a bot at 200 wpm', () => {
  let id = ''
  let seat: number | undefined
  let text = ''
  let leave = () => {}
  afterAll(() => leave())

  it('[SCORES-8] ends in review, and stands on no board', async () => {
    const bot = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'review-bot'))
    const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'review-ani'))
    const [race] = await meet([bot, ani], 'review')
    leave = () => {
      for (const { player } of [bot, ani]) player.destroy()
    }
    text = race?.text.text ?? ''
    await Promise.all([bot.type(botKeys(text, 200)), ani.type(humanKeys(text, 120, 4))])
    expect(await bot.player.next('game_over')).toMatchObject({ result: 'won', place: 1 })
    const { id: raceId, rows } = await cluster.settled(race?.id ?? '')
    id = raceId
    const byName = rows.toSorted((one, other) => (one.username > other.username ? -1 : 1)) // either may sit first
    expect(byName).toMatchObject([
      { username: 'review-bot', state: 'finished', review: true },
      { username: 'review-ani', state: 'finished', review: false },
    ])
    seat = byName[0]?.seat
    await expect.poll(() => standing(0)).toEqual(['review-ani'])
    await expect.poll(() => standing(1)).toEqual(['review-ani'])
  })

  it('[LOBBY-16] is listed for operators, with text, keys and signals', async () => {
    expect(await asOperator(1, 'GET', '?limit=1')).toMatchObject({
      reviews: [{ race: id, seat, username: 'review-bot' }],
      next: `${id}:${seat}`,
    })
    expect(await asOperator(1, 'GET', `?after=${id}:${seat}`)).toEqual({ reviews: [] })
    const detail = await asOperator(0, 'GET', `/${id}/${seat}`)
    expect(detail).toMatchObject({
      text: { text },
      row: { username: 'review-bot' },
      signals: expect.arrayContaining([
        { kind: 'even-gaps', verdict: 'review', measured: expect.any(Number), unit: expect.any(String) },
      ]),
      reviewed: null,
    })
    expect((detail as { keys: readonly unknown[] }).keys).toHaveLength([...text].length)
  })

  it('[LOBBY-17] is accepted once, at either node, and stands on both boards', async () => {
    const both = await Promise.all([0, 1].map(node => asOperator(node, 'POST', `/${id}/${seat}/accept`)))
    expect(both).toEqual(
      expect.arrayContaining([
        { race: id, seat, reviewed: 'accepted', changed: true },
        { race: id, seat, reviewed: 'accepted', changed: false },
      ]),
    )
    expect(await asOperator(0, 'POST', `/${id}/${seat}/reject`)).toMatchObject({ code: 'decided_otherwise' })
    await expect.poll(() => standing(0)).toEqual(['review-bot', 'review-ani'])
    await expect.poll(() => standing(1)).toEqual(['review-bot', 'review-ani'])
    expect(await cluster.scores.playerProfile('review-bot')).toMatchObject({ races: 1, best: { raceId: id } })
    expect(await asOperator(1, 'GET', '')).toEqual({ reviews: [] })
  })
})
