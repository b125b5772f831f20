import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { pythonPackages } from '../python-packages.ts'
import { everyoneGone } from './clients.ts'
import { endPrograms, heardProgram } from './heard-program.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

let cluster: TestCluster
let packages: string
beforeAll(async () => {
  packages = await pythonPackages(here('python-socketio.txt'))
  cluster = await startCluster({ gateways: 2, edges: 0, matchmakers: 0 })
})
afterEach(async () => {
  endPrograms()
  await everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0)
})
afterAll(() => cluster.close())

const python = (node: number, name: string, transport: string) => {
  const url = `http://127.0.0.1:${cluster.gateways[node]?.ports['http']}`
  const env = { PYTHONPATH: packages }
  return heardProgram('python3', [here('socketio_client.py'), url, name, transport], { name, env })
}

type Program = ReturnType<typeof python>

const is = (wanted: string) => (line: string) => line === wanted

const said = (username: string, msg: string) => (line: string) => {
  const [event, payload] = JSON.parse(line)
  if (event !== 'response' || payload.msg !== msg) return false
  expect(payload).toEqual({ username, msg, message: msg, time: expect.stringMatching(/^\d\d:\d\d$/) })
  return true
}

it('[SOCKETIO-14] python-socketio 4, over polling and WebSocket, on two nodes', async () => {
  // Each event is printed by a thread of its own: their order says nothing.
  const heard = async ({ ear }: Program, ...wanted: readonly ((line: string) => boolean)[]) => {
    for (const fits of wanted) await ear.count(fits, 1)
  }
  const ani = python(0, 'Ani', 'polling')
  await heard(ani, is('["joined", {"ok": true}]'))
  const budi = python(1, 'Budi', 'websocket')
  await heard(budi, is('["joined", {"ok": true}]'))
  await heard(ani, is('["status", {"msg": "Budi telah bergabung."}]'))
  ani.type('halo\n')
  budi.type(':apa kabar é\n')
  for (const program of [ani, budi])
    await heard(program, is('["sent", {"ok": true}]'), said('Ani', 'halo'), said('Budi', 'apa kabar é'))
  budi.end()
  await heard(ani, is('["status", {"msg": "Budi telah keluar."}]'))
  expect(await budi.ear.closed()).toBe(0)
})
