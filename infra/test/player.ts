import { connect, type Socket } from 'node:net'
import { WebSocket } from 'ws'

/** Any message of the JSON door. */
export type Message = Readonly<Record<string, unknown>> & { readonly type?: string; readonly status?: string }

export type Heard = { readonly message: Message; readonly at: number }

type Line = {
  send(text: string | Buffer): void
  close(): void
  /** Breaks the connection without goodbye. */
  destroy(): void
}

/** A scripted client of the JSON door: says things, and waits for what it expects to hear. */
export class Player {
  /** Everything heard, in order, with the local monotonic ms of its arrival. */
  readonly heard: Heard[] = []
  closedWith: number | undefined
  /** Told when a WebSocket ping of the server was answered, where `overWebSocket` answers late. */
  pingAnswered = (): void => undefined
  readonly hasAnsweredPing = new Promise<void>(resolve => {
    this.pingAnswered = resolve
  })
  #read = 0
  #waiting: (() => void) | undefined

  constructor(
    readonly name: string,
    private readonly line: Line,
  ) {}

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

  receive(text: string): void {
    this.heard.push({ message: JSON.parse(text) as Message, at: performance.now() })
    this.#wake()
  }

  ended(code: number): void {
    this.closedWith = code
    this.#wake()
  }

  /** Forgets what was heard, as a player of long standing must. */
  forget(): void {
    this.heard.length = 0
    this.#read = 0
  }

  /** The next message, after those read before, that is of the kind; skips others. Throws after `withinMs`. */
  async next(kind: string | ((message: Message) => boolean), withinMs = 60_000): Promise<Message> {
    return (await this.nextHeard(kind, withinMs)).message
  }

  async nextHeard(kind: string | ((message: Message) => boolean), withinMs = 60_000): Promise<Heard> {
    const fits = typeof kind === 'string' ? (m: Message) => m.type === kind || m.status === kind : kind
    const until = performance.now() + withinMs
    for (;;) {
      while (this.#read < this.heard.length) {
        const heard = this.heard[this.#read++]
        if (heard !== undefined && fits(heard.message)) return heard
      }
      if (this.closedWith !== undefined)
        throw new Error(`${this.name}: closed (${this.closedWith}) before ${kind}; ${this.#heardLast()}`)
      if (!(await this.#wait(until)))
        throw new Error(`${this.name}: no ${kind} within ${withinMs} ms; ${this.#heardLast()}`)
    }
  }

  #heardLast(): string {
    return `heard last: ${this.heard
      .slice(-5)
      .map(({ message }) => JSON.stringify(message))
      .join(' ')}`
  }

  /** Resolves with the close code (0 for TCP). */
  async closed(withinMs = 60_000): Promise<number> {
    const until = performance.now() + withinMs
    while (this.closedWith === undefined) {
      if (!(await this.#wait(until))) throw new Error(`${this.name}: still open after ${withinMs} ms`)
    }
    return this.closedWith
  }

  /** The last message of a kind so far. */
  heardLast(kind: string): Heard | undefined {
    return this.heard.findLast(({ message: { type, status } }) => type === kind || status === kind)
  }

  all(kind: string): readonly Message[] {
    return this.heard
      .map(({ message }) => message)
      .filter(({ type, status }) => type === kind || status === kind)
  }

  #wait(until: number): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        this.#waiting = undefined
        resolve(false)
      }, until - performance.now())
      this.#waiting = () => {
        clearTimeout(timer)
        this.#waiting = undefined
        resolve(true)
      }
    })
  }

  #wake(): void {
    this.#waiting?.()
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
