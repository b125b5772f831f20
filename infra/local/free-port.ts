import { createServer } from 'node:net'

/** A TCP port of the given address that nothing listens on now. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return tryListen(0, host)
}

/** Whether a TCP port of the given address can be listened on now. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  try {
    await tryListen(port, host)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') return false
    throw error
  }
}

function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      server.close(() => resolve(bound))
    })
  })
}
