import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overWebSocket, type Player } from '../player.ts'
import { piped } from './piped.ts'

vi.setConfig({ testTimeout: 90_000 })

let cluster: TestCluster
let budi: Player

beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1 })
  budi = await loggedIn(overWebSocket(cluster.gateways[0]?.ports['http'] ?? 0, 'Budi'))
})
afterAll(async () => {
  budi?.close()
  await cluster.close()
})

/** How the program ends after these lines, and which of them the lobby has heard by then. */
const sent = async (...lines: readonly string[]) => {
  budi.forget()
  const port = String(cluster.edges[0]?.ports['race'])
  const { code, problems } = await piped(lines.map(line => `${line}\n`).join(''), '--port', port)
  await budi.next(
    ({ type, event, username }) => type === 'presence' && event === 'leave' && username === 'Ani',
  )
  return { code, problems, heard: budi.all('chat').map(({ text }) => text) }
}
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `baris ${index + 1}`)

it('[TERMINAL-51] a line that the lobby hears ends with 0', async () => {
  expect(await sent('halo')).toEqual({ code: 0, problems: '', heard: ['halo'] })
})

it('[TERMINAL-51] a line that the server refuses ends with 1 and the reason', async () => {
  const { code, problems, heard } = await sent('x'.repeat(400), 'sesudahnya')
  expect(problems).toMatch(/300/)
  expect({ code, heard }).toEqual({ code: 1, heard: ['sesudahnya'] })
})

it('[TERMINAL-43] lines that wait at the server for their turn are delivered', async () => {
  expect(await sent(...numbered(20))).toEqual({ code: 0, problems: '', heard: numbered(20) })
})

it('[TERMINAL-51] of more lines than can wait, each is delivered or the exit code is 1', async () => {
  const { code, problems, heard } = await sent(...numbered(30))
  expect(heard).toEqual(numbered(heard.length))
  expect({ code, told: problems !== '' }).toEqual(
    heard.length === 30 ? { code: 0, told: false } : { code: 1, told: true },
  )
})
