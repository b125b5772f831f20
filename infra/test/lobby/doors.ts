import type { TestCluster } from '../cluster.ts'
import { loggedIn, type Message, type Player } from '../player.ts'
import { type ChatClient, nickClient, openedPlayer, plainClient, socketIoClient } from './clients.ts'

/** Somebody in the lobby, by whatever door: what it says, and what it has heard of others, as `name: text` and so on. */
export type Visitor = {
  readonly name: string
  readonly door: DoorName
  say(text: string): void
  /** What was said, joined and left since it came, in one form for all doors. */
  heard(): readonly string[]
  /** All that came, as it came. */
  raw(): readonly string[]
  close(): void
  /** How the connection ended, once it has. */
  ended(): Promise<number | string>
}

export type DoorName = (typeof DOORS)[number]
export const DOORS = ['websocket', 'tcp', 'nick', 'plain', 'socket.io'] as const

/** Comes in at a door of the nth gateway or tcp-edge. */
export const visit = async (
  cluster: TestCluster,
  door: DoorName,
  node: number,
  name: string,
): Promise<Visitor> => {
  const gateway = cluster.gateways[node]?.ports ?? {}
  const edge = cluster.edges[node]?.ports ?? {}
  switch (door) {
    case 'websocket':
    case 'tcp':
      return ofPlayer(door, name, await openedPlayer(loggedIn(cluster.connect({ over: door, node }, name))))
    case 'nick':
      return ofLines(door, name, await nickClient(edge['nick'] ?? 0, name), '\n')
    case 'plain':
      return ofLines(door, name, await plainClient(gateway['plainChat'] ?? 0, name), '')
    default: {
      const client = await socketIoClient(gateway['http'] ?? 0, node === 0 ? 'websocket' : 'polling', name)
      return { ...ofLines(door, name, client, ''), heard: () => client.ear.heard.flatMap(fromSocketIo) }
    }
  }
}

const ofPlayer = (door: DoorName, name: string, player: Player): Visitor => ({
  name,
  door,
  say: text => player.send({ type: 'chat', text }),
  heard: () => player.heard.flatMap(({ message }) => fromJson(message)),
  raw: () => player.heard.map(({ message }) => JSON.stringify(message)),
  close: () => player.close(),
  ended: () => player.closed(),
})

const ofLines = (door: DoorName, name: string, client: ChatClient, end: string): Visitor => ({
  name,
  door,
  say: text => client.send(`${text}${end}`),
  heard: () => client.ear.heard.filter(line => line !== 'NICK' && line !== 'Terkoneksi dengan Server!'),
  raw: () => client.ear.heard,
  close: client.close,
  ended: () => client.ear.closed(),
})

const fromJson = (message: Message): string[] => {
  if (message.type === 'chat') return [`${message['from']}: ${message['text']}`]
  if (message.type !== 'presence') return []
  return [`${message['username']} ${message['event'] === 'join' ? 'Bergabung!' : 'Keluar!'}`]
}

const fromSocketIo = (event: string): string[] => {
  const said = JSON.parse(event.slice(event.indexOf(' '))) as Readonly<Record<string, string>>
  if (event.startsWith('response ')) return [`${said['username']}: ${said['msg']}`]
  const [, name, what] = /^(.*) telah (bergabung|keluar)\.$/.exec(said['msg'] ?? '') ?? []
  return name === undefined ? [] : [`${name} ${what === 'bergabung' ? 'Bergabung!' : 'Keluar!'}`]
}
