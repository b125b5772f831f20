import { Redis } from 'ioredis'
import { redisUrl } from './relay-config.ts'

/** Its own number, how many nodes there are, and the batch of a relay that batches. */
const { NODE_NUMBER: node = '0', NODES: nodes = '2', BATCH_MS: batchMs } = process.env

type Deliver = (race: string, text: string) => void
/** How a relay reaches the other nodes. */
type Between = {
  open?(race: string): void
  close?(race: string): void
  publish: Deliver
}

/** Passes on what one says to all others of its race. Who is there is its only state: no parsing, no validation. */
export const raceRelay = async <Socket extends { send(text: string): unknown }>() => {
  const members = new Map<string, Set<Socket>>()
  const deliver: Deliver = (race, text) => {
    for (const socket of members.get(race) ?? []) socket.send(text)
  }
  const between = batchMs === undefined ? byRace(deliver) : await inBatches(deliver, Number(batchMs))
  return {
    join: (race: string, socket: Socket): void => {
      const known = members.get(race)
      known?.add(socket)
      if (known !== undefined) return
      members.set(race, new Set([socket]))
      between.open?.(race)
    },
    leave: (race: string, socket: Socket): void => {
      const known = members.get(race)
      known?.delete(socket)
      if (known?.size !== 0) return
      members.delete(race)
      between.close?.(race)
    },
    pass: (race: string, socket: Socket, text: string): void => {
      for (const other of members.get(race) ?? []) if (other !== socket) other.send(text)
      between.publish(race, text)
    },
  }
}

/** A channel for each race. One byte in front names the node, so that its own words do not come back to their speaker. */
const byRace = (deliver: Deliver): Between => {
  const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
  const subscriber = new Redis(redisUrl)
  subscriber.on('message', (race: string, text: string) => {
    if (!text.startsWith(node)) deliver(race, text.slice(1))
  })
  return {
    open: race => void subscriber.subscribe(race),
    close: race => void subscriber.unsubscribe(race),
    publish: (race, text) => void publisher.publish(race, node + text),
  }
}

/** A channel for each node, and one batch for each of them. */
const inBatches = async (deliver: Deliver, everyMs: number): Promise<Between> => {
  const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
  const subscriber = new Redis(redisUrl)
  const others = [...Array(Number(nodes)).keys()].filter(other => other !== Number(node))
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
  }, everyMs)
  return { publish: (race, text) => void batch.push(race, text) }
}
