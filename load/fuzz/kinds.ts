import { setTimeout as pause } from 'node:timers/promises'
import { type Draw, randomFrames } from '../../infra/test/race/random-frames.ts'
import type { Doors } from '../attack/attack.ts'
import type { HostileLine } from '../attack/hostile-line.ts'
import { corpusOf } from './corpus.ts'
import { allRead, type Field, Hang, lineTo, openJson, soon } from './field.ts'

/** Begins a storm: how its inputs are made, and how they are sent. `send` resolves when the server has read them. */
export type Kind = (field: Field) => Promise<{
  make(): Buffer
  send(inputs: readonly Buffer[]): Promise<void>
}>

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')
/** Connections that are open at once, of those that send only a few inputs. */
const AT_ONCE = 20

let names = 0
const newName = (): string => {
  names += 1
  return `acak${names}`
}

const json =
  (over: 'websocket' | 'tcp'): Kind =>
  async field => {
    const line = await openJson(field, over)
    // Every other connection is somebody's.
    if (field.draw.int(2) === 0) line.say({ type: 'login', username: newName(), v: 1 })
    return {
      make: randomFrames(field.draw),
      send: async inputs => {
        for (const input of inputs) line.say(input)
        await allRead(line)
        line.leave()
      },
    }
  }

const CHARS = ['a', ' ', 'é', '', '👩‍👩‍👧', '\u0000', 'ab', '\ud800', 'x'.repeat(40)]
const KEYS = [...CHARS, 'Backspace', 'Ctrl-Backspace']
const OFFSETS = [0, 1, -1, 0.5, 1e9, 2 ** 53, -0, 500, 90_000]

/** Batches of keys of a player who is in a race, with another who only waits. */
const keys: Kind = async field => {
  const { int, pick, mutated } = field.draw
  const room = `r${newName()}`
  const enter = async () => {
    const line = await openJson(field, 'websocket')
    line.say({ type: 'login', username: newName(), v: 1 })
    line.say({ type: 'req_matchmaking', room })
    return line
  }
  const [one, other] = [await enter(), await enter()]
  const race = (await soon('a match', one.hears(/"id":"(r[0-9a-f]+)"/)))?.[1] ?? ''
  return {
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
      for (const input of inputs.slice(0, inputs.length / 4)) one.say(input)
      await allRead(one)
      if (int(10) < 3) await Promise.race([one.hears(/"start_game"/), pause(6_000)])
      for (const input of inputs.slice(inputs.length / 4)) one.say(input)
      await allRead(one)
      for (const line of [one, other]) line.leave()
    },
  }
}

/** Talks on a connection for so many inputs each, on several side by side, and then expects that others are answered. */
const apart = async (
  field: Field,
  inputs: readonly Buffer[],
  each: number,
  talk: (inputs: readonly Buffer[]) => Promise<void>,
): Promise<void> => {
  const parts = inParts(inputs, each)
  for (const some of inParts(parts, AT_ONCE)) await Promise.all(some.map(talk))
  await answersOthers(field)
}

const inParts = <T>(all: readonly T[], each: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / each) }, (_, i) => all.slice(i * each, (i + 1) * each))

/** The doors that raw input goes to answer a client that speaks properly. */
const answersOthers = async (field: Field): Promise<void> => {
  const [health, ping] = [lineTo(field, 'http'), lineTo(field, 'proxied')]
  health.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  ping.write(Buffer.concat([SIGNATURE, Buffer.from(' \0\0\0{"type":"ping","t":1}\n')]))
  for (const [what, line] of [
    ['GET /healthz', health],
    ['a line behind a PROXY header', ping],
  ] as const) {
    if ((await soon(what, line.answered)) === '') throw new Hang(`${what}: closed without an answer`)
    line.leave()
  }
}

/** Session tokens, mutated from one that is good, at the login and at the interface. */
const tokens: Kind = async field => {
  const { int, pick, mutated } = field.draw
  const username = newName()
  const owner = await openJson(field, 'websocket')
  owner.say({ type: 'login', username, v: 1 })
  const token = (await soon('a welcome', owner.hears(/"token":"([^"]+)"/)))?.[1] ?? ''
  const others = ['', '.', '..', '{}', 'a.b', `${token}${token}`, '\u0000.\u0000']
  return {
    make: () => {
      const kind = int(6)
      if (kind === 0) return Buffer.from(token)
      if (kind === 1) return Buffer.from(token.replace('.', pick(['', '..', '.x.', ' '])))
      if (kind === 2) return Buffer.from(pick(others))
      return mutated(Buffer.from(token))
    },
    send: async inputs => {
      await apart(field, inputs, 9, some => showTokens(field, username, some))
      owner.leave()
    },
  }
}

const showTokens = async (field: Field, username: string, tokens: readonly Buffer[]): Promise<void> => {
  const line = await openJson(field, 'websocket')
  for (const token of tokens) line.say({ type: 'login', username, v: 1, token: token.toString('latin1') })
  await allRead(line)
  const asked = lineTo(field, 'http')
  const bearer = (tokens[0]?.toString('latin1') ?? '').replace(/[^\x21-\xff]|\x7f/g, '')
  const body = JSON.stringify({ username })
  const request =
    `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${bearer}\r\n` +
    `Cookie: ketik_session_00000000=${bearer}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  asked.write(Buffer.from(request, 'latin1'))
  await soon('POST /api/session', asked.answered)
  for (const one of [line, asked]) one.leave()
}

/** Inputs of which a connection sends so many, and no more. */
const lonely =
  (door: keyof Doors, make: (draw: Draw) => Buffer, each = 1, talk = writeAll): Kind =>
  async field => ({
    make: () => make(field.draw),
    send: inputs =>
      apart(field, inputs, each, async some => {
        const line = lineTo(field, door)
        await talk(line, some)
        // Most of what is no whole request is never answered.
        await Promise.race([line.closed, pause(20)])
        line.leave()
      }),
  })

const writeAll = async (line: HostileLine, inputs: readonly Buffer[]): Promise<void> => {
  for (const input of inputs) line.write(input)
}

const inSocketIo = async (line: HostileLine, packets: readonly Buffer[]): Promise<void> => {
  await soon('an upgrade of Socket.IO', line.upgrade('/socket.io/?EIO=4&transport=websocket'))
  for (const packet of ['40', ...packets]) line.say(packet)
}

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
  const head = Buffer.from([
    pick([0x20, 0x21, 0x22, 0x10]),
    pick([0, 0x11, 0x21, 0x31, 0xff]),
    0,
    pick([0, 12, 36, 200, rest.length]),
  ])
  const whole = Buffer.concat([SIGNATURE, head, rest, Buffer.from('{"type":"ping","t":1}\n')])
  return int(2) === 0 ? mutated(whole) : whole
}

const packets = corpusOf('Socket.IO packets')
const packet = ({ int, pick, mutated }: Draw): Buffer =>
  int(3) === 0 ? mutated(pick(packets)) : pick(packets)

export const kinds: Readonly<Record<string, Kind>> = {
  frames: json('websocket'),
  lines: json('tcp'),
  'key batches': keys,
  'resume tokens': tokens,
  'HTTP requests': lonely('http', request),
  'PROXY headers': lonely('proxied', proxyHeader),
  // Few on each: a connection is cut for one of them.
  'Socket.IO packets': lonely('http', packet, 5, inSocketIo),
}
