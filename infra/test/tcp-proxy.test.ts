import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { seeded } from './seeded.ts'
import { openTcpProxy } from './tcp-proxy.ts'

const CHUNKS = 400

it('brings everything in the order in which it was sent, whatever is lost on the way', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const far = new Promise<Socket>(resolve => server.once('connection', resolve))
  const { port } = server.address() as AddressInfo
  const quality = { delayMs: 3, lossRate: 0.3, resendMs: 7, random: seeded(1) }
  const line = await openTcpProxy({ host: '127.0.0.1', port }, quality)
  const near = connect({ host: line.host, port: line.port, noDelay: true })
  const all = far.then(textOf)
  const sent = Array.from({ length: CHUNKS }, (_, i) => `${i} `)
  for (const chunk of sent) {
    near.write(chunk)
    await new Promise(resolve => setImmediate(resolve))
  }
  near.end()
  expect(await all).toBe(sent.join(''))
  await line.close()
  server.close()
})

const textOf = async (socket: Socket): Promise<string> => {
  let heard = ''
  for await (const chunk of socket) heard += chunk
  return heard
}
