import { inTurns } from '../in-turns.ts'
import { frameOf, RawSocket } from './generator/raw-socket.ts'

export type Client = { readonly name: string; readonly socket: RawSocket }

const LOGGED_IN = '{"type":"res_leaderboard"'

/** Opens connections to the nodes in turn and logs each in, by contract A; resolves when all are. */
export const ketikCrowd = async (
  ports: readonly number[],
  count: number,
  atOnce: number,
  onText: (name: string, text: string) => void,
  first = 0,
): Promise<readonly Client[]> =>
  await crowd(ports, namesFrom(first, count), atOnce, '/ws', onText, async (client, heard) => {
    const loggedIn = heard(LOGGED_IN)
    client.socket.send(frameOf(`{"type":"login","username":"${client.name}"}`))
    await loggedIn
  })

/** Opens connections to a relay, which asks for nothing. */
export const bareCrowd = async (
  ports: readonly number[],
  count: number,
  atOnce: number,
  onText: (name: string, text: string) => void = () => {},
  first = 0,
): Promise<readonly Client[]> =>
  await crowd(ports, namesFrom(first, count), atOnce, '/?race=none', onText, async () => {})

const namesFrom = (first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => `p${first + number}`)

const crowd = async (
  ports: readonly number[],
  names: readonly string[],
  atOnce: number,
  path: string,
  onText: (name: string, text: string) => void,
  greet: (client: Client, heard: (start: string) => Promise<void>) => Promise<void>,
): Promise<readonly Client[]> => {
  const clients: Client[] = []
  await inTurns(names, atOnce, async (name, number) => {
    let awaited = ''
    let hear = () => {}
    const socket = await RawSocket.open(ports[number % ports.length] ?? 0, path, payload => {
      const text = payload.toString('utf8')
      if (awaited !== '' && text.startsWith(awaited)) {
        awaited = ''
        hear()
      }
      onText(name, text)
    })
    clients[number] = { name, socket }
    await greet({ name, socket }, start => {
      awaited = start
      return new Promise(resolve => {
        hear = resolve
      })
    })
  })
  return clients
}

export const disperse = async (clients: readonly Client[]): Promise<void> => {
  for (const { socket } of clients) socket.end()
  await Promise.all(clients.map(({ socket }) => socket.closed))
}
