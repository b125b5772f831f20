import { once } from 'node:events'
import { createServer } from 'node:net'

/** A TCP port of the given address that nothing listens on now; `wanted`, unless it is 0. Rejects where it cannot listen. */
export async function freePort(host = '127.0.0.1', wanted = 0): Promise<number> {
  const server = createServer().listen({ port: wanted, host, exclusive: true })
  await once(server, 'listening')
  const address = server.address()
  await once(server.close(), 'close')
  return typeof address === 'object' && address !== null ? address.port : wanted
}

/** Whether a TCP port of the given address can be listened on now. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  try {
    await freePort(host, port)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false
    throw error
  }
}
