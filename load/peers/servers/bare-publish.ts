import uWS from 'uWebSockets.js'
import { Redis } from 'ioredis'
import { redisUrl, sayReady } from './relay-config.ts'

// The yardstick of the lobby: what one says goes through one Redis channel to all of each node, by `publish`.
const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
const subscriber = new Redis(redisUrl)
const app = uWS.App()
app.ws('/*', {
  idleTimeout: 120,
  open: socket => void socket.subscribe('lobby'),
  message: (_, bytes) => void publisher.publish('lobby', Buffer.from(bytes).toString()),
})
subscriber.on('message', (_: string, text: string) => void app.publish('lobby', text))
await subscriber.subscribe('lobby')
app.listen('127.0.0.1', 0, token => {
  if (token === false) throw new Error('cannot listen')
  sayReady(uWS.us_socket_local_port(token))
})
