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

const said = (username: string, msg: string) => (line: string) => {
  const [event, payload] = JSON.parse(line)
  if (event !== 'response' || payload.msg !== msg) return false
  expect(payload).toEqual({ username, msg, message: msg, time: expect.stringMatching(/^\d\d:\d\d$/) })
  return true
}

it('[E10] [E12] [E14] python-socketio 4, over polling and WebSocket, on two nodes', async () => {
  const ani = python(0, 'Ani', 'polling')
  await ani.ear.until('["joined", {"ok": true}]')
  const budi = python(1, 'Budi', 'websocket')
  await budi.ear.until('["joined", {"ok": true}]')
  await ani.ear.until('["status", {"msg": "Budi telah bergabung."}]')
  ani.type('halo\n')
  await ani.ear.until('["sent", {"ok": true}]')
  budi.type(':apa kabar é\n')
  for (const { ear } of [ani, budi]) {
    await ear.until(said('Ani', 'halo'))
    await ear.until(said('Budi', 'apa kabar é'))
  }
  budi.end()
  await ani.ear.until('["status", {"msg": "Budi telah keluar."}]')
  expect(await budi.ear.closed()).toBe(0)
})
