import { connect, type Socket } from 'node:net'
import { WebSocket } from 'ws'
import { Transcript } from './transcript.ts'

export type { Message } from './transcript.ts'

type Line = {
  send(text: string | Buffer): void
  close(): void
  /** Breaks the connection without goodbye. */
  destroy(): void
}

/** A scripted client of the JSON door: says things, and waits for what it expects to hear. */
export class Player extends Transcript {
  /** Told when a WebSocket ping of the server was answered, where `overWebSocket` answers late. */
  pingAnswered = (): void => undefined
  readonly hasAnsweredPing = new Promise<void>(resolve => {
    this.pingAnswered = resolve
  })

  constructor(
    name: string,
    private readonly line: Line,
  ) {
    super(name)
  }

  send(message: unknown): void {
    this.line.send(JSON.stringify(message))
  }

  sendRaw(text: string | Buffer): void {
    this.line.send(text)
  }

  close(): void {
    this.line.close()
  }

  destroy(): void {
    this.line.destroy()
  }
}

/** When a client answers the pings of its WebSocket: at once, so many milliseconds later, or never. */
type PingAnswer = 'at once' | 'never' | number

/** `localAddress`: where it comes from, for servers that count by address. */
export const overWebSocket = async (
  port: number,
  name: string,
  path = '/ws',
  localAddress?: string,
  answersPing: PingAnswer = 'at once',
): Promise<Player> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    ...(localAddress === undefined ? {} : { localAddress }),
    autoPong: answersPing === 'at once',
  })
  if (typeof answersPing === 'number')
    socket.on('ping', payload =>
      setTimeout(() => {
        socket.pong(payload)
        player.pingAnswered()
      }, answersPing),
    )
  const player = new Player(name, {
    send: text => socket.send(text, { binary: false }),
    close: () => socket.close(1000),
    destroy: () => socket.terminate(),
  })
  socket.on('message', text => player.receive(String(text)))
  socket.on('close', code => player.ended(code))
  socket.on('error', () => player.ended(1006))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return player
}

export const overTcp = async (
  port: number,
  name: string,
  host = '127.0.0.1',
  localAddress?: string,
): Promise<Player> => {
  const from = localAddress === undefined ? {} : { localAddress }
  const socket: Socket = connect({ port, host, noDelay: true, ...from })
  const player = new Player(name, {
    send: text => socket.write(typeof text === 'string' ? `${text}\n` : text),
    close: () => socket.end(),
    destroy: () => socket.resetAndDestroy(),
  })
  let pending = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines) player.receive(line)
  })
  socket.on('close', () => player.ended(0))
  socket.on('error', () => player.ended(0))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return player
}

/** Logs in by contract A and reads the leaderboard that answers it. */
export const loggedIn = async (connecting: Promise<Player>): Promise<Player> => {
  const player = await connecting
  player.send({ type: 'login', username: player.name })
  await player.next('res_leaderboard')
  return player
}

/** Sends something and answers the code of the error that comes back. */
export const refusalOf = async (player: Player, message: unknown): Promise<string> => {
  if (typeof message === 'string' || Buffer.isBuffer(message)) player.sendRaw(message)
  else player.send(message)
  return String((await player.next('error'))['code'])
}
