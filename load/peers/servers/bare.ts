import { Redis } from 'ioredis'
import { node, redisUrl, sayReady } from './relay-config.ts'
import { deliver, serveRelay } from './uws-relay.ts'

// The yardstick: one Redis channel for each race, bytes forwarded with no parsing, no validation, no state. One byte in
// front names the node, so that its own words do not come back to their speaker.
const own = String(node)
const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
const subscriber = new Redis(redisUrl)
subscriber.on('message', (race: string, text: string) => {
  if (!text.startsWith(own)) deliver(race, text.slice(1))
})
serveRelay(
  {
    joined: race => void subscriber.subscribe(race),
    left: race => void subscriber.unsubscribe(race),
    message: (race, text) => void publisher.publish(race, own + text),
  },
  sayReady,
)
