import { expect } from 'vitest'
import type { TestCluster } from '../cluster.ts'
import { type Message, overTcp, overWebSocket, type Player } from '../player.ts'

/** The three ways into a race by contract A; `node` counts the gateways, or the tcp-edges. */
export type Way = { readonly over: 'TCP' | '/ws' | '/stream'; readonly node: number }

/** Each way, with an opponent at another node and by another way. */
export const WAYS: readonly (readonly [over: Way['over'], own: Way, other: Way])[] = [
  ['TCP', { over: 'TCP', node: 0 }, { over: '/ws', node: 1 }],
  ['/ws', { over: '/ws', node: 0 }, { over: '/stream', node: 1 }],
  ['/stream', { over: '/stream', node: 0 }, { over: 'TCP', node: 1 }],
]

/** A connection that has sent nothing yet. */
export const connectBy = ({ gateways, edges }: TestCluster, { over, node }: Way, name: string) =>
  over === 'TCP'
    ? overTcp(edges[node]?.ports['race'] ?? 0, name)
    : overWebSocket(
        gateways[node]?.ports['http'] ?? 0,
        name,
        over === '/ws' ? '/ws' : `/stream/${encodeURIComponent(name)}`,
      )

/** Connects and logs in, as a program of contract A does. */
export const enter = async (cluster: TestCluster, way: Way, name: string): Promise<Player> => {
  const player = await connectBy(cluster, way, name)
  if (way.over !== '/stream') player.send({ type: 'login', username: name })
  await player.next('res_leaderboard')
  return player
}

/** Asks for a race in a room of its own, which keeps other tests out; resolves when all are matched. */
export const matchIn = async (room: string, players: readonly Player[]): Promise<void> => {
  for (const player of players) player.send({ type: 'req_matchmaking', room, seats: players.length })
  await Promise.all(players.map(player => player.next('matched')))
}

/** Waits for the start; answers what `start_game` says. */
export const started = async (players: readonly Player[]): Promise<Message> => {
  const starts = await Promise.all(players.map(player => player.next('start_game')))
  return starts[0] ?? {}
}

/** Reports an even pace until the text would be typed at that speed, then claims to have finished. Answers the true wpm. */
export const typeAt = (player: Player, text: string, wpm: number): Promise<number> =>
  new Promise(resolve => {
    const startedAt = performance.now()
    const takesMs = (12_000 * [...text].length) / wpm
    const timer = setInterval(() => {
      const elapsedMs = performance.now() - startedAt
      if (elapsedMs < takesMs) {
        player.send({ type: 'progress', progress: Math.floor((100 * elapsedMs) / takesMs), wpm })
        return
      }
      clearInterval(timer)
      player.send({ type: 'finish', wpm })
      resolve((12_000 * [...text].length) / elapsedMs)
    }, 100)
  })

/** What may reach a client of contract A whose race is over, as long as it asks for nothing. */
const LOBBY: ReadonlySet<string> = new Set(['res_leaderboard', 'leaderboard_update', 'chat', 'presence'])

/** Everything heard after the last outcome that belongs to a race. */
export const heardPastOutcome = (player: Player): readonly Message[] => {
  const messages = player.heard.map(({ message }) => message)
  const last = messages.findIndex(({ type }) => type === 'game_over')
  expect(last, `${player.name} has an outcome`).toBeGreaterThanOrEqual(0)
  return messages.slice(last + 1).filter(({ type = '' }) => !LOBBY.has(type))
}
