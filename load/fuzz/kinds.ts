import { isUtf8 } from 'node:buffer'
import { setTimeout as pause } from 'node:timers/promises'
import { drawn, mutated, randomFrames } from '../../infra/test/race/random-frames.ts'
import { frameOf } from '../frame-of.ts'
import { type Field, Hang, jsonLine, lineTo, soon } from './field.ts'

/** A kind of input: what it is made of, and how one of them is sent. */
export type Kind = {
  readonly name: string
  /** Sends so many, or those given, and resolves when the server has read them. */
  storm(field: Field, count: number, inputs?: readonly Buffer[]): Promise<void>
}

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')
const PING = '{"type":"ping","t":1}\n'
const TEXT = 0x1
const BINARY = 0x2
/** Packets that one connection of Socket.IO may get through before it is cut for one of them. */
const PACKETS_EACH = 5
/** Connections that are open at once for inputs that have one each. */
const AT_ONCE = 20
/** As a text frame where it is text: a server must cut a connection whose text is none, and would read no further. */
const asFrame = (bytes: Buffer): Buffer => frameOf(bytes, isUtf8(bytes) ? TEXT : BINARY)

/** The inputs given, or so many new ones; each is noted. */
const each = (
  field: Field,
  count: number,
  inputs: readonly Buffer[] | undefined,
  make: () => Buffer,
): readonly Buffer[] => {
  const all = inputs ?? Array.from({ length: count }, make)
  for (const input of all) field.note(input)
  return all
}

let names = 0
const newName = (): string => {
  names += 1
  return `acak${names}`
}

const json = (name: string, over: 'websocket' | 'tcp'): Kind => ({
  name,
  storm: async (field, count, inputs) => {
    const line = await jsonLine(field, over, asFrame)
    // Every other connection is somebody's.
    if (field.random() < 0.5)
      line.send(Buffer.from(JSON.stringify({ type: 'login', username: newName(), v: 1 })))
    for (const input of each(field, count, inputs, randomFrames(field.random))) line.send(input)
    await line.answered()
    line.line.leave()
  },
})

const KEYS: readonly [string, ...string[]] = [
  'a',
  ' ',
  'é',
  'Backspace',
  'Ctrl-Backspace',
  '',
  '👩‍👩‍👧',
  '\u0000',
  'ab',
  '\ud800',
  'x'.repeat(40),
]
const OFFSETS: readonly [number, ...number[]] = [0, 1, -1, 0.5, 1e9, 2 ** 53, -0, 500, 90_000]

/** Batches of keys of a player who is in a race, with another who only waits. */
const keys: Kind = {
  name: 'key batches',
  storm: async (field, count, inputs) => {
    const { int, pick } = drawn(field.random)
    const room = `r${newName()}`
    const enter = async () => {
      const line = await jsonLine(field, 'websocket', asFrame)
      const matched = line.hears(/"id":"(r[0-9a-f]+)"/)
      line.send(Buffer.from(JSON.stringify({ type: 'login', username: newName(), v: 1 })))
      line.send(Buffer.from(JSON.stringify({ type: 'req_matchmaking', room })))
      return { line, matched }
    }
    const [one, other] = [await enter(), await enter()]
    const race = (await soon('a match', one.matched))?.[1] ?? ''
    const batch = () => {
      let at = int(3_000)
      const pressed = Array.from({ length: 1 + int(int(10) === 0 ? 70 : 6) }, () => {
        at += int(200)
        return [int(6) === 0 ? pick(OFFSETS) : at, pick(KEYS)]
      })
      const from = int(4) === 0 ? pick(OFFSETS) : int(12)
      const whole = Buffer.from(JSON.stringify({ type: 'keys', race, from, keys: pressed }))
      return int(8) === 0 ? mutated(field.random, whole) : whole
    }
    // Some come in the countdown, the others while the text is open.
    const made = each(field, count, inputs, batch)
    for (const input of made.slice(0, made.length / 4)) one.line.send(input)
    await one.line.answered()
    if (field.random() < 0.3) await Promise.race([one.line.hears(/"start_game"/), pause(6_000)])
    for (const input of made.slice(made.length / 4)) one.line.send(input)
    await one.line.answered()
    for (const { line } of [one, other]) line.line.leave()
  },
}

/** Session tokens, mutated from one that is good, at the login and at the interface. */
const tokens: Kind = {
  name: 'resume tokens',
  storm: async (field, count, inputs) => {
    const { int, pick } = drawn(field.random)
    const owner = await jsonLine(field, 'websocket', asFrame)
    const username = newName()
    const welcome = owner.hears(/"token":"([^"]+)"/)
    owner.send(Buffer.from(JSON.stringify({ type: 'login', username, v: 1 })))
    const token = (await soon('a welcome', welcome))?.[1] ?? ''
    const made = each(field, count, inputs, () => {
      const kind = int(6)
      if (kind === 0) return Buffer.from(token)
      if (kind === 1) return Buffer.from(token.replace('.', pick(['', '..', '.x.', ' '])))
      if (kind === 2)
        return Buffer.from(pick(['', '.', '..', '{}', 'a.b', `${token}${token}`, '\u0000.\u0000']))
      return Buffer.from(mutated(field.random, Buffer.from(token)).toString('latin1'))
    })
    const port = field.doors.gateways[0]?.http ?? 0
    for (let i = 0; i < made.length; i += 9) {
      const line = await jsonLine(field, 'websocket', asFrame)
      for (const input of made.slice(i, i + 9)) {
        line.send(Buffer.from(JSON.stringify({ type: 'login', username, v: 1, token: input.toString() })))
      }
      await line.answered()
      line.line.leave()
      const asked = lineTo(field, port)
      const bearer = (made[i]?.toString('latin1') ?? '').replace(/[^\x21-\xff]|\x7f/g, '')
      const body = JSON.stringify({ username })
      asked.write(
        Buffer.from(
          `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${bearer}\r\n` +
            `Cookie: ketik_session_00000000=${bearer}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          'latin1',
        ),
      )
      await soon('POST /api/session', asked.answered)
      asked.leave()
    }
    owner.line.leave()
  },
}

/** The doors that raw input goes to answer a client that speaks properly. */
const answersOthers = async (field: Field): Promise<void> => {
  const { gateways, proxied } = field.doors
  const [health, ping] = [lineTo(field, gateways[0]?.http ?? 0), lineTo(field, proxied)]
  health.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  ping.write(Buffer.concat([SIGNATURE, Buffer.from([0x20, 0, 0, 0]), Buffer.from(PING)]))
  const answers = [soon('GET /healthz', health.answered), soon('a line behind a PROXY header', ping.answered)]
  for (const answer of await Promise.all(answers))
    if (answer === '') throw new Hang('closed without an answer')
  for (const line of [health, ping]) line.leave()
}

/** Inputs that have a connection each, which says no more than they do. */
const lonely = (name: string, portOf: (field: Field) => number, make: (field: Field) => Buffer): Kind => ({
  name,
  storm: async (field, count, inputs) => {
    const all = each(field, count, inputs, () => make(field))
    for (let i = 0; i < all.length; i += AT_ONCE) {
      const lines = all.slice(i, i + AT_ONCE).map(input => {
        const line = lineTo(field, portOf(field))
        line.write(input)
        return line
      })
      // Most of what is no whole request is never answered.
      await Promise.race([Promise.all(lines.map(line => line.answered)), pause(20)])
      for (const line of lines) line.leave()
    }
    await answersOthers(field)
  },
})

const PATHS: readonly [string, ...string[]] = [
  '/',
  '/api/leaderboard?window=day&limit=5',
  '/api/players/Ani',
  '/api/races/r1',
  '/api/session',
  '/api/online',
  '/api/sse',
  '/readyz',
  '/ws',
  '/stream/%E0%A4%A',
  '/stream/Ani',
  '/socket.io/?EIO=4&transport=polling',
  '/assets/x',
  '/%00',
  '/../..',
  '/api/config',
]
const METHODS: readonly [string, ...string[]] = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'OPTIONS',
  'DELETE',
  'TRACE',
  'X',
]
const HEADERS: readonly [string, ...string[]] = [
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999',
  'Transfer-Encoding: chunked',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Key: x',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Extensions: permessage-deflate',
  'Content-Type: application/json',
  'Cookie: ketik_session_00000000=a.b',
  'Authorization: Bearer ..',
  'X-Forwarded-For: ::ffff:1.2.3.4',
  'Accept-Encoding: gzip;q=x, br',
  'If-None-Match: "',
  'Range: bytes=0-',
  'Origin: null',
]
const BODIES: readonly [string, ...string[]] = [
  '',
  '{"username":"Ani"}',
  '{',
  '5\r\nhello\r\n0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '[]',
]

const request = ({ random }: Field): Buffer => {
  const { int, pick } = drawn(random)
  const headers = Array.from({ length: int(6) }, () => `${pick(HEADERS)}\r\n`).join('')
  const whole = Buffer.from(
    `${pick(METHODS)} ${pick(PATHS)} HTTP/1.1\r\nHost: x\r\n${headers}\r\n${pick(BODIES)}`,
  )
  return int(3) === 0 ? mutated(random, whole) : whole
}

const proxyHeader = ({ random }: Field): Buffer => {
  const { int, pick } = drawn(random)
  const rest = Buffer.from(Array.from({ length: int(60) }, () => int(256)))
  const head = Buffer.from([
    pick([0x20, 0x21, 0x22, 0x10]),
    pick([0, 0x11, 0x21, 0x31, 0xff]),
    0,
    pick([0, 12, 36, 200, rest.length]),
  ])
  const whole = Buffer.concat([SIGNATURE, head, rest, Buffer.from('{"type":"ping","t":1}\n')])
  return int(2) === 0 ? mutated(random, whole) : whole
}

const PACKETS: readonly [string, ...string[]] = [
  '40',
  '41',
  '42["join",{"username":"Ani"}]',
  '42["message","halo"]',
  '42["message",{"msg":1}]',
  '420["x"]',
  '451-["x",{"_placeholder":true,"num":0}]',
  '2probe',
  '3',
  '5',
  '6',
  '1',
  '40/admin,',
  '42',
  '42[',
  '42["__proto__"]',
  '4',
  '44',
  'b4AAAA',
]

/** Packets of Socket.IO on a WebSocket. */
const socketIo: Kind = {
  name: 'Socket.IO packets',
  storm: async (field, count, inputs) => {
    const { int, pick } = drawn(field.random)
    const make = () => {
      const packet = Buffer.from(pick(PACKETS))
      return int(3) === 0 ? mutated(field.random, packet) : packet
    }
    const all = each(field, count, inputs, make)
    const talk = async (packets: readonly Buffer[]) => {
      const line = lineTo(field, field.doors.gateways[0]?.http ?? 0)
      line.upgrade('/socket.io/?EIO=4&transport=websocket')
      await soon('an upgrade of Socket.IO', line.answered)
      for (const packet of [Buffer.from('40'), ...packets]) line.write(asFrame(packet))
      await Promise.race([line.closed, pause(20)])
      line.leave()
    }
    const parts = Array.from({ length: Math.ceil(all.length / PACKETS_EACH) }, (_, i) =>
      all.slice(i * PACKETS_EACH, (i + 1) * PACKETS_EACH),
    )
    for (let i = 0; i < parts.length; i += AT_ONCE) await Promise.all(parts.slice(i, i + AT_ONCE).map(talk))
    await answersOthers(field)
  },
}

export const kinds: readonly Kind[] = [
  json('frames', 'websocket'),
  json('lines', 'tcp'),
  keys,
  tokens,
  lonely('HTTP requests', ({ doors }) => doors.gateways[0]?.http ?? 0, request),
  lonely('PROXY headers', ({ doors }) => doors.proxied, proxyHeader),
  socketIo,
]
