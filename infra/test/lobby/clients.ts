import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { WebSocket } from 'ws'
import type { Player } from '../player.ts'
import { Ear, lineByLine } from './ear.ts'

/** One client of a chat-only door, whatever the door. */
export type ChatClient = {
  readonly ear: Ear
  send(text: string | Buffer): void
  close(): void
}

const open: { close(): void }[] = []

const opened = <Client extends ChatClient>(client: Client): Client => {
  open.push(client)
  return client
}

/** A player of the JSON door that `everyoneGone` ends as well. */
export const openedPlayer = async (connecting: Promise<Player>): Promise<Player> => {
  const player = await connecting
  open.push(player)
  return player
}

/** Ends every client of the test and waits until the lobby is empty, as a gateway knows it. */
export const everyoneGone = async (gatewayPort: number): Promise<void> => {
  for (const client of open.splice(0)) client.close()
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`http://127.0.0.1:${gatewayPort}/api/online`)
    if (((await answer.json()) as { online: number }).online === 0) return
    await pause(60)
  }
  throw new Error('the lobby does not become empty')
}

/** A bare TCP connection to the NICK door; the question is heard as `NICK`, everything else line by line. */
export const nickConnection = async (port: number, name = 'nick'): Promise<ChatClient> => {
  const ear = new Ear(name)
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.setEncoding('utf8')
  socket.on('data', lineByLine(ear))
  socket.on('close', () => ear.ended('end'))
  socket.on('error', () => ear.ended('end'))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return opened({ ear, send: text => socket.write(text), close: () => socket.end() })
}

/** Somebody in the NICK chat. */
export const nickClient = async (port: number, nick: string): Promise<ChatClient> => {
  const client = await nickConnection(port, nick)
  await client.ear.until('NICK')
  client.send(nick)
  await client.ear.until('Terkoneksi dengan Server!')
  return client
}

/** Plain text over WebSocket; `name` goes into the address. */
export const plainClient = async (port: number, name?: string): Promise<ChatClient> => {
  const ear = new Ear(name ?? 'plain')
  const query = name === undefined ? '' : `?name=${encodeURIComponent(name)}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${query}`)
  socket.on('message', (data, isBinary) => ear.hear(isBinary ? 'binary' : String(data)))
  socket.on('close', code => ear.ended(code))
  socket.on('error', () => ear.ended(1006))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return opened({ ear, send: text => socket.send(text, { binary: false }), close: () => socket.close() })
}

export type SocketIoClient = ChatClient & { readonly socket: Socket }
export type SocketIoTransport = 'websocket' | 'polling'

/** A Socket.IO client that has not joined; events are heard as `event {json}`. */
export const socketIoConnection = async (
  port: number,
  transport: SocketIoTransport,
  name = 'socket.io',
): Promise<SocketIoClient> => {
  const ear = new Ear(name)
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: [transport],
    forceNew: true,
    reconnection: false,
  })
  socket.onAny((event: string, data: unknown) => ear.hear(`${event} ${JSON.stringify(inShort(event, data))}`))
  socket.on('disconnect', reason => ear.ended(reason))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return opened({
    ear,
    socket,
    send: text => socket.emit('message', { msg: String(text) }),
    close: () => socket.disconnect(),
  })
}

/** A response without what every one has: the text once more, and the time. */
const inShort = (event: string, data: unknown): unknown => {
  if (event !== 'response') return data
  const { message, time, ...rest } = data as Readonly<Record<string, unknown>>
  return rest['msg'] === message && /^[0-2]\d:[0-5]\d$/.test(String(time)) ? rest : data
}

/** Somebody in the Socket.IO chat. */
export const socketIoClient = async (
  port: number,
  transport: SocketIoTransport,
  username: string,
): Promise<SocketIoClient> => {
  const client = await socketIoConnection(port, transport, username)
  client.socket.emit('join', { username })
  await client.ear.until(status(`${username} telah bergabung.`))
  return client
}

export const status = (msg: string): string => `status ${JSON.stringify({ msg })}`
export const response = (username: string, msg: string): string =>
  `response ${JSON.stringify({ username, msg })}`
