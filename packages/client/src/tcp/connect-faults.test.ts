import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { connectTcp, type TcpAddress } from './connect-tcp.ts'

const faultAt = (address: TcpAddress): Promise<string> =>
  new Promise(resolve => {
    connectTcp(address)({
      opened: () => undefined,
      received: () => undefined,
      closed: ({ fault }) => resolve(fault ?? 'none'),
    })
  })

it.each([
  ['refused', { host: '127.0.0.1', port: 1 }],
  ['unknown-host', { host: 'no-such-host.invalid', port: 1 }],
])('[TERMINAL-41] the cause is known: %s', async (fault, address) => {
  expect(await faultAt(address)).toBe(fault)
})

it('[TERMINAL-41] a connection that the server closes has ended', async () => {
  const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  expect(await faultAt({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })).toBe('ended')
  server.close()
})
