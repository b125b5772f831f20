import { SharedCluster } from '@ketik/cluster'
import { foldUsername } from '@ketik/protocol'
import { createLog } from '@ketik/runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import type { Player } from '../player.ts'
import { enter, type Way } from './arrival-racing.ts'

/** Two of one gateway, so that the second is seated in a room that is open already. */
const WAYS: readonly Way[] = [
  { over: '/ws', node: 0 },
  { over: '/stream', node: 0 },
  { over: 'TCP', node: 0 },
]
const STARTED_MS_AGO = 20_000
const RACE_MS = 90_000

let cluster: TestCluster
let matchmaker: SharedCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1, matchmakers: 0 })
  const { redisUrl, prefix } = cluster
  matchmaker = await SharedCluster.connect(
    { redisUrl, prefix, role: 'matchmaker' },
    createLog('test', 'silent'),
  )
})
afterAll(async () => {
  await matchmaker.close()
  await cluster.close()
})

/** Matches players as a matchmaker whose announcement was lost; their nodes find the race by themselves. */
const matchUnheard = async (players: readonly Player[], startsAt: number) => {
  const holders = await Promise.all(
    players.map(async ({ name }) => {
      const holder = await matchmaker.lobby.holder(foldUsername(name))
      if (holder === undefined) throw new Error(`${name} is not online`)
      return holder
    }),
  )
  const seats = holders.map(({ player, username }) => ({
    player,
    username,
    timed: 'arrival' as const,
    creditMs: 0,
    resumable: false,
  }))
  const text = {
    id: 't1',
    lang: 'en',
    text: 'a text of the test',
    source: 'test',
    licence: 'CC0-1.0',
  } as const
  const plan = { id: 'rlate', text, startsAt, endsAt: startsAt + RACE_MS, seats }
  const nodes = holders.map(({ node }) => node)
  await matchmaker.races.create(plan, nodes)
  await matchmaker.queue.place([{ plan, nodes, asked: [], placedAt: matchmaker.clock.now() }])
  return text.text
}

it('[BASIC-25] a player who is seated after the start types at once, for the seconds that remain', async () => {
  const players: Player[] = []
  for (const [i, way] of WAYS.entries()) players.push(await enter(cluster, way, `late-${i}`))
  for (const player of players) {
    player.send({ type: 'req_matchmaking', room: 'late' })
    await player.next('waiting')
  }
  const startsAt = Math.round(matchmaker.clock.now()) - STARTED_MS_AGO
  const text = await matchUnheard(players, startsAt)
  for (const player of players) {
    await player.next('matched')
    const start = await player.next('start_game')
    const remainingMs = startsAt + RACE_MS - matchmaker.clock.now()
    expect(start['text']).toBe(text)
    expect(start['duration']).toBeLessThanOrEqual((RACE_MS - STARTED_MS_AGO) / 1_000)
    expect(start['duration']).toBeGreaterThanOrEqual(Math.floor(remainingMs / 1_000))
    expect(player.all('countdown')).toEqual([])
    expect(player.all('start_game')).toHaveLength(1)
  }
  const [ani, budi] = players
  ani?.send({ type: 'progress', progress: 50, wpm: 60 })
  expect(await budi?.next('opponent_progress')).toMatchObject({ username: 'late-0', progress: 50 })
  for (const player of players) player.close()
})
