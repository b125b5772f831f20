import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'
import { redisUrl, sayReady } from '../servers/relay-config.ts'

// Socket.IO as its documentation has it: the Redis adapter, a room for each race.
const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
const server = createServer()
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false })
io.adapter(createAdapter(publisher, new Redis(redisUrl)))
io.on('connection', async socket => {
  const race = String(socket.handshake.query['race'])
  await socket.join(race)
  socket.on('progress', message => void socket.to(race).emit('progress', message))
})
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port))
