import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'
import { type WebSocket, WebSocketServer } from 'ws'
import { node, redisUrl, sayReady } from '../servers/relay-config.ts'

// The bare relay on `ws`.
const own = String(node)
const publisher = new Redis(redisUrl, { enableAutoPipelining: true })
const subscriber = new Redis(redisUrl)
const members = new Map<string, Set<WebSocket>>()
subscriber.on('message', (race: string, text: string) => {
  if (text.startsWith(own)) return
  for (const socket of members.get(race) ?? []) socket.send(text.slice(1))
})

const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  const race = new URL(request.url ?? '', 'http://localhost').searchParams.get('race') ?? ''
  const known = members.get(race)
  if (known === undefined) {
    members.set(race, new Set([socket]))
    void subscriber.subscribe(race)
  } else known.add(socket)
  socket.on('message', data => {
    const text = data.toString()
    for (const other of members.get(race) ?? []) if (other !== socket) other.send(text)
    void publisher.publish(race, own + text)
  })
  socket.on('close', () => void members.get(race)?.delete(socket))
})
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port))
