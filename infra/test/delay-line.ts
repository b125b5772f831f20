import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type DelayLine = {
  readonly port: number
  close(): Promise<void>
}

/** A way to a port of this machine on which every byte takes `delayMs` longer, each way, in order. */
export const openDelayLine = async (toPort: number, delayMs: number): Promise<DelayLine> => {
  const sockets = new Set<Socket>()
  const later = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', chunk => setTimeout(() => to.write(chunk), delayMs))
    from.on('close', () => setTimeout(() => to.destroy(), delayMs))
    from.on('error', () => from.destroy())
  }
  const server = createServer({ noDelay: true }, near => {
    const far = connect({ port: toPort, host: '127.0.0.1', noDelay: true })
    later(near, far)
    later(far, near)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
