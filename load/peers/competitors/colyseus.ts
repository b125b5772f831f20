import { matchMaker, Room, Server } from '@colyseus/core'
import { RedisDriver } from '@colyseus/redis-driver'
import { RedisPresence } from '@colyseus/redis-presence'
import { WebSocketTransport } from '@colyseus/ws-transport'
import { redisUrl, sayReady } from '../servers/relay-config.ts'

/** Passes on what a player says, to all others of its race at once, as `broadcast` is documented. */
class RaceRoom extends Room {
  override onCreate(): void {
    this.setPatchRate(null)
    this.onMessage('progress', (client, message) => this.broadcast('progress', message, { except: client }))
  }
}

// Presence and rooms are known to all processes through Redis, but a room lives in the process that made it, and its
// players connect there: no update goes through Redis.
const transport = new WebSocketTransport({})
const server = new Server({
  transport,
  presence: new RedisPresence(redisUrl),
  driver: new RedisDriver(redisUrl),
  selectProcessIdToCreateRoom: async () => matchMaker.processId,
  greet: false,
})
server.define('race', RaceRoom).filterBy(['race'])
await server.listen(0, '127.0.0.1')
const address = transport.server?.address()
if (typeof address !== 'object' || address === null) throw new Error('cannot listen')
sayReady(address.port)
