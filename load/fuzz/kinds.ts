import { setTimeout as pause } from 'node:timers/promises'
import pMap from 'p-map'
import { type Draw, randomFrames } from '../../infra/test/race/random-frames.ts'
import type { Doors } from '../attack/attack.ts'
import type { HostileLine } from '../attack/hostile-line.ts'
import { corpusOf } from './corpus.ts'
import { type Field, Hang, lineTo, logIn, openWebSocket, sayAll, soon } from './field.ts'

/** How inputs of a kind are made and sent, once what they are about is there. */
export type Storm = {
  make(): Buffer
  /** How many of them a connection sends; all unless told otherwise. */
  readonly each?: number
  /** Resolves when the server has read them. */
  send(inputs: readonly Buffer[]): Promise<void>
  /** What was opened for it. */
  readonly lines?: readonly HostileLine[]
}
export type Kind = (field: Field) => Promise<Storm>

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')
const PING = Buffer.from('{"type":"ping","t":1}\n')
/** Connections that are open at once. */
const AT_ONCE = 20

/** Sends inputs on several connections side by side; then others must be answered. */
export const runStorm = async (field: Field, storm: Storm, inputs: readonly Buffer[]): Promise<void> => {
  const { each = inputs.length, send, lines = [] } = storm
  const count = Math.ceil(inputs.length / each)
  const parts = Array.from({ length: count }, (_, i) => inputs.slice(i * each, (i + 1) * each))
  await pMap(parts, send, { concurrency: AT_ONCE })
  for (const line of lines) line.leave()
  await answersOthers({ ...field, tally: { attempts: 0, outcomes: {} } })
}

/** The doors that raw input goes to answer a client that speaks properly. */
const answersOthers = async (field: Field): Promise<void> => {
  const [health, ping] = [lineTo(field, 'http'), lineTo(field, 'proxied')]
  health.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  ping.write(Buffer.concat([SIGNATURE, Buffer.from(' \0\0\0'), PING]))
  for (const [what, line] of [
    ['GET /healthz', health],
    ['a line behind a PROXY header', ping],
  ] as const) {
    if ((await soon(what, line.answered)) === '') throw new Hang(`${what}: closed without an answer`)
    line.leave()
  }
}

type Open = (field: Field) => Promise<HostileLine>

const json =
  (open: Open): Kind =>
  async field => {
    const line = await open(field)
    // Every other connection is somebody's.
    if (field.draw.int(2) === 0) logIn(line)
    return { make: randomFrames(field.draw), send: inputs => sayAll(line, inputs), lines: [line] }
  }

const CHARS = ['a', ' ', 'é', '', '👩‍👩‍👧', '\u0000', 'ab', '\ud800', 'x'.repeat(40)]
const KEYS = [...CHARS, 'Backspace', 'Ctrl-Backspace']
const OFFSETS = [0, 1, -1, 0.5, 1e9, 2 ** 53, -0, 500, 90_000]

/** Batches of keys of a player who is in a race, with another who only waits. */
const keys: Kind = async field => {
  const { int, pick, mutated } = field.draw
  const [one, other] = [await openWebSocket(field), await openWebSocket(field)]
  const room = `r${logIn(one)}`
  logIn(other)
  const matched = one.hears(/"id":"(r[0-9a-f]+)"/)
  for (const line of [one, other]) line.say({ type: 'req_matchmaking', room })
  const race = (await soon('a match', matched))?.[1] ?? ''
  return {
    lines: [one, other],
    make: () => {
      let at = int(3_000)
      const pressed = Array.from({ length: 1 + int(int(10) === 0 ? 70 : 6) }, () => {
        at += int(200)
        return [int(6) === 0 ? pick(OFFSETS) : at, pick(KEYS)]
      })
      const from = int(4) === 0 ? pick(OFFSETS) : int(12)
      const whole = Buffer.from(JSON.stringify({ type: 'keys', race, from, keys: pressed }))
      return int(8) === 0 ? mutated(whole) : whole
    },
    // Some come in the countdown, the others while the text is open.
    send: async inputs => {
      await sayAll(one, inputs.slice(0, inputs.length / 4))
      if (int(10) < 3) await Promise.race([one.hears(/"start_game"/), pause(6_000)])
      await sayAll(one, inputs.slice(inputs.length / 4))
    },
  }
}

/** Session tokens, mutated from one that is good, at the login and at the interface. */
const tokens: Kind = async field => {
  const { int, pick, mutated } = field.draw
  const owner = await openWebSocket(field)
  const welcome = owner.hears(/"token":"([^"]+)"/)
  const username = logIn(owner)
  const token = (await soon('a welcome', welcome))?.[1] ?? ''
  const others = ['', '.', '..', '{}', 'a.b', `${token}${token}`, '\u0000.\u0000']
  return {
    lines: [owner],
    each: 9,
    make: () => {
      const kind = int(6)
      if (kind === 0) return Buffer.from(token)
      if (kind === 1) return Buffer.from(token.replace('.', pick(['', '..', '.x.', ' '])))
      if (kind === 2) return Buffer.from(pick(others))
      return mutated(Buffer.from(token))
    },
    send: async inputs => {
      const shown = inputs.map(token => token.toString('latin1'))
      const [line, asking] = [await openWebSocket(field), lineTo(field, 'http')]
      await sayAll(
        line,
        shown.map(token => ({ type: 'login', username, v: 1, token })),
      )
      asking.write(Buffer.from(sessionRequest(username, shown[0] ?? ''), 'latin1'))
      await soon('POST /api/session', asking.answered)
      for (const one of [line, asking]) one.leave()
    },
  }
}

const sessionRequest = (username: string, token: string): string => {
  const shown = token.replace(/[^\x21-\xff]|\x7f/g, '')
  const body = JSON.stringify({ username })
  return (
    `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${shown}\r\n` +
    `Cookie: ketik_session_00000000=${shown}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  )
}

/** What is written as it is, a few inputs on each connection: most of what is no whole request is never answered. */
const raw =
  (open: Open, how: 'write' | 'say', make: (draw: Draw) => Buffer, each = 1): Kind =>
  async field => ({
    make: () => make(field.draw),
    each,
    send: async inputs => {
      const line = await open(field)
      for (const input of inputs) line[how](input)
      await Promise.race([line.closed, pause(20)])
      line.leave()
    },
  })

/** The requests of the corpus, taken apart; each has a host of its own, and a second one would be refused. */
const requests = corpusOf('HTTP requests').flatMap(input => {
  const [head = '', ...body] = input.toString('latin1').split('\r\n\r\n')
  const [first = '', ...headers] = head.split('\r\n').filter(line => line !== 'Host: x')
  const [method = '', path = ''] = first.split(' ')
  return path.startsWith('/') ? { method, path, headers, body: body.join('\r\n\r\n') } : []
})
const HEADERS = requests.flatMap(({ headers }) => headers)

/** The method, path, headers and body of any of them. */
const request = ({ int, pick, mutated }: Draw): Buffer => {
  const any = () => pick(requests)
  const headers = Array.from({ length: int(6) }, () => `${pick(HEADERS)}\r\n`).join('')
  const first = `${any().method} ${any().path} HTTP/1.1`
  const whole = Buffer.from(`${first}\r\nHost: x\r\n${headers}\r\n${any().body}`)
  return int(3) === 0 ? mutated(whole) : whole
}

const proxyHeader = ({ int, pick, mutated }: Draw): Buffer => {
  const rest = Buffer.from(Array.from({ length: int(60) }, () => int(256)))
  const version = pick([0x20, 0x21, 0x22, 0x10])
  const head = [version, pick([0, 0x11, 0x21, 0x31, 0xff]), 0, pick([0, 12, 36, 200, rest.length])]
  const whole = Buffer.concat([SIGNATURE, Buffer.from(head), rest, PING])
  return int(2) === 0 ? mutated(whole) : whole
}

const packets = corpusOf('Socket.IO packets')
const packet = ({ int, pick, mutated }: Draw): Buffer =>
  int(3) === 0 ? mutated(pick(packets)) : pick(packets)

const to = (door: keyof Doors) => async (field: Field) => lineTo(field, door)

const openSocketIo = async (field: Field): Promise<HostileLine> => {
  const line = await openWebSocket(field, '/socket.io/?EIO=4&transport=websocket')
  line.say('40')
  return line
}

export const kinds: Readonly<Record<string, Kind>> = {
  frames: json(openWebSocket),
  lines: json(to('race')),
  'key batches': keys,
  'resume tokens': tokens,
  'HTTP requests': raw(to('http'), 'write', request),
  'PROXY headers': raw(to('proxied'), 'write', proxyHeader),
  // Few on each: a connection is cut for one of them.
  'Socket.IO packets': raw(openSocketIo, 'say', packet, 5),
}
