import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overWebSocket } from '../player.ts'
import { OPEN, openTerminal } from './open-terminal.ts'
import { ensureTmux } from './tmux.ts'
import { typeText } from './type-text.ts'

let cluster: TestCluster

beforeAll(async () => {
  ensureTmux()
  cluster = await startCluster({ gateways: 1, edges: 2 })
})
afterAll(() => cluster.close())

it('[CLIENT-13] the edge ends during a race, which goes on at the other to a stored result', {
  timeout: 90_000,
}, async () => {
  const budi = await loggedIn(overWebSocket(cluster.gateways[0]?.ports['http'] ?? 0, 'Budi'))
  const pane = await openTerminal(
    'Ani',
    cluster.edges.map(({ ports }) => ports['race']),
  )
  onTestFinished(() => pane.close())
  await pane.type('/race')
  await pane.press('Enter')
  await pane.until('waiting for racers: 1')
  budi.send({ type: 'req_matchmaking' })
  const text = String((await budi.next('start_game'))['text'])
  await pane.until(OPEN)

  const third = Math.floor(text.length / 3)
  await typeText(pane, text.slice(0, third))
  // Typing goes on while the connection breaks and is made anew.
  await Promise.all([cluster.edges[0]?.close(), typeText(pane, text.slice(third, 2 * third))])
  await pane.until('Back in the race')
  budi.send({ type: 'progress', progress: 20, wpm: 40 })
  await pane.until(/^ Budi +█+░+ +(19|20|21)%/m)
  await typeText(pane, text.slice(2 * third))
  const screen = await pane.until(/You won!\n place 1 of 2 · \d+\.\d wpm/)
  expect(screen).toContain('accuracy 100.0 %')

  const { race } = await budi.next('game_over')
  budi.send({ type: 'finish', wpm: 40 })
  await pane.until(/Leaderboard\n.*\n +1\. /)
  const stored = await cluster.settled(String(race))
  expect(stored.rows).toMatchObject([
    { username: 'Ani', state: 'finished', place: 1, accuracy: 1 },
    { username: 'Budi', state: 'finished', place: 2 },
  ])
  const keys = stored.keyLogs[stored.rows.find(({ username }) => username === 'Ani')?.seat ?? -1]
  expect(keys?.map(([, key]) => key).join('')).toBe(text)
  budi.close()
})
