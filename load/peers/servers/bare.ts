import uWS, { type WebSocket } from 'uWebSockets.js'
import { Redis } from 'ioredis'
import { raceRelay } from './race-relay.ts'
import { redisUrl, sayReady } from './relay-config.ts'

type Member = { readonly race: string }

// The yardstick: uWebSockets.js and Redis, with nothing between them. The race is in the address.
const app = uWS.App()
const { join, leave, pass } = process.env['LOBBY'] ? await lobbyRelay() : await raceRelay<WebSocket<Member>>()
app.ws<Member>('/*', {
  idleTimeout: 120,
  upgrade: (response, request, context) => {
    response.upgrade(
      { race: request.getQuery('race') ?? '' },
      request.getHeader('sec-websocket-key'),
      request.getHeader('sec-websocket-protocol'),
      request.getHeader('sec-websocket-extensions'),
      context,
    )
  },
  open: socket => join(socket.getUserData().race, socket),
  message: (socket, bytes) => pass(socket.getUserData().race, socket, Buffer.from(bytes).toString()),
  close: socket => leave(socket.getUserData().race, socket),
})
app.listen('127.0.0.1', 0, token => {
  if (token === false) throw new Error('cannot listen')
  sayReady(uWS.us_socket_local_port(token))
})

/** The yardstick of the lobby: what one says goes through one Redis channel to all of each node, by `publish`. */
async function lobbyRelay() {
  const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
  const subscriber = new Redis(redisUrl)
  subscriber.on('message', (_: string, text: string) => void app.publish('lobby', text))
  await subscriber.subscribe('lobby')
  return {
    join: (_: string, socket: WebSocket<Member>) => void socket.subscribe('lobby'),
    leave: () => {},
    pass: (_: string, __: unknown, text: string) => void publisher.publish('lobby', text),
  }
}
