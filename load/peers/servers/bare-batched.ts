import { Redis } from 'ioredis'
import { batchMs, node, nodes, redisUrl, sayReady } from './relay-config.ts'
import { deliver, serveRelay } from './uws-relay.ts'

// The same with one channel for each node and one batch for each of them: still no parsing, no validation, no state.
const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
const subscriber = new Redis(redisUrl)
const others = Array.from({ length: nodes }, (_, number) => number).filter(number => number !== node)
let batch: string[] = []

subscriber.on('message', (_: string, payload: string) => {
  const parts = payload.split('\n')
  for (let at = 0; at + 1 < parts.length; at += 2) deliver(parts[at] ?? '', parts[at + 1] ?? '')
})
await subscriber.subscribe(`node:${node}`)
setInterval(() => {
  if (batch.length === 0) return
  const payload = batch.join('\n')
  batch = []
  for (const other of others) void publisher.publish(`node:${other}`, payload)
}, batchMs)
serveRelay(
  { joined: () => {}, left: () => {}, message: (race, text) => void batch.push(race, text) },
  sayReady,
)
