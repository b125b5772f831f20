import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { raceRelay } from '../servers/race-relay.ts'
import { sayReady } from '../servers/relay-config.ts'

// The bare relay on `ws`.
const { join, leave, pass } = await raceRelay()
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  const race = new URL(request.url ?? '', 'http://localhost').searchParams.get('race') ?? ''
  join(race, socket)
  socket.on('message', data => pass(race, socket, data.toString()))
  socket.on('close', () => leave(race, socket))
})
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port))
