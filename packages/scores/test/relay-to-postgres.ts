import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP relay in front of PostgreSQL that counts round trips and can cut or freeze them. */
export type PostgresRelay = {
  readonly url: string
  /** How often the client spoke after the server had, over all connections. */
  roundTrips(): number
  /** Passes nothing on from now, in either direction, and accepts connections all the same. */
  freeze(): void
  thaw(): void
  close(): Promise<void>
}

export async function relayToPostgres(databaseUrl: string): Promise<PostgresRelay> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let trips = 0
  let frozen = false
  const server = createServer(client => {
    const upstream = connect(Number(target.port), target.hostname)
    let serverSpokeLast = true
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
      if (frozen) socket.pause()
    }
    client.on('data', chunk => {
      if (serverSpokeLast) trips += 1
      serverSpokeLast = false
      upstream.write(chunk)
    })
    upstream.on('data', chunk => {
      serverSpokeLast = true
      client.write(chunk)
    })
    if (frozen) for (const socket of [client, upstream]) socket.pause()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = new URL(databaseUrl)
  url.port = String(address.port)
  return {
    url: url.href,
    roundTrips: () => trips,
    freeze: () => {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw: () => {
      frozen = false
      for (const socket of sockets) socket.resume()
    },
    close: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
