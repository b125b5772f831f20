import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ matchmakers: 0 })
})
afterAll(() => cluster.close())

it('[START-6] the HTTP port serves the diagnostics of port 3001 at /api/diagnostics', async () => {
  const address = `127.0.0.1:${cluster.gateways[0]?.ports['http']}/api/diagnostics`
  const socket = new WebSocket(`ws://${address}`)
  const next = async (): Promise<unknown> => JSON.parse(String((await once(socket, 'message'))[0]))
  expect(await next()).toEqual({
    message: 'WebSocket connection established',
    sentAt: expect.any(Number),
  })
  socket.send('halo')
  expect(await next()).toMatchObject({ message: 'Echo: halo' })
  socket.close()
  expect((await fetch(`http://${address}`)).status).toBe(426)
})
