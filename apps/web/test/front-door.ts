import { connect, createServer, type Socket } from 'node:net'

export type FrontDoor = { readonly url: string; close(): Promise<void> }

/** One address before several gateways, as a load balancer has it: each connection goes to the first that answers. */
export const frontDoor = async (ports: readonly number[]): Promise<FrontDoor> => {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer(client => {
    keep(client).on('error', () => client.destroy())
    const tryPort = (index: number): void => {
      const port = ports[index]
      if (port === undefined) {
        client.destroy()
        return
      }
      const gateway = keep(connect(port, '127.0.0.1'))
      let isConnected = false
      gateway.on('connect', () => {
        isConnected = true
        client.pipe(gateway).pipe(client)
      })
      gateway.on('error', () => (isConnected ? client.destroy() : tryPort(index + 1)))
      gateway.on('close', () => {
        if (isConnected) client.destroy()
      })
      client.on('close', () => gateway.destroy())
    }
    tryPort(0)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the front door listens on no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
