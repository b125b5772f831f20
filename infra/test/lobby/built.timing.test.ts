import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../cluster.ts'
import type { ServiceProcess } from '../service-process.ts'
import { nickClient, plainClient, response, socketIoClient, status } from './clients.ts'

let cluster: TestCluster<ServiceProcess>
beforeAll(async () => {
  cluster = await startProcessCluster({ gateways: 2, edges: 1, matchmakers: 0 })
})
afterAll(() => cluster.close())

it('[LOBBY-1] the doors of the built programs, in processes of their own, are one lobby', async () => {
  const [first, second] = cluster.gateways.map(({ ports }) => ports)
  const polling = await socketIoClient(first?.['http'] ?? 0, 'polling', 'Ani')
  const socket = await socketIoClient(second?.['http'] ?? 0, 'websocket', 'Budi')
  const plain = await plainClient(second?.['plainChat'] ?? 0)
  const nick = await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, 'Citra')
  nick.send('Citra: halo dari berkas jadi')
  for (const { ear } of [polling, socket]) {
    await ear.until(status('Citra telah bergabung.'))
    await ear.until(response('Citra', 'halo dari berkas jadi'))
  }
  polling.send('hai')
  for (const { ear } of [plain, nick]) await ear.until('Ani: hai')
  const library = await fetch(`http://127.0.0.1:${first?.['http']}/socket.io/socket.io.min.js`)
  expect((await library.text()).length).toBeGreaterThan(10_000)
  for (const client of [polling, socket, plain, nick]) client.close()
})
