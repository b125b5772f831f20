import type { Arena, Attack } from './attack.ts'
import type { HostileLine } from './hostile-line.ts'
import { burn, drip, flood, get, hoard, requests, visits } from './ways.ts'

const MIB = 1024 * 1024

/** A frame that says it is of 16 MiB, and one of them. */
const GIANT = Buffer.concat([
  Buffer.from([0x81, 0xff, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
  Buffer.alloc(MIB, 'a'),
])
/** What 16 MiB of zeros compress to, in part; the first bit after the last says that it is compressed. */
const BOMB = Buffer.concat([Buffer.from([0xc1, 0xfe, 0x40, 0, 0, 0, 0, 0]), Buffer.alloc(16_384, 0x60)])
const DEFLATE = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n'
const FILLER = 'a'.repeat(500)
const PATHS = [
  '/api/leaderboard?limit=100',
  '/api/players/nobody',
  '/api/online',
  '/',
  '/api/live',
  '/socket.io/socket.io.js',
]

let names = 0
const newName = (): string => {
  names += 1
  return `penyerang${names}`
}

/** Logs in under a new name. */
const logIn = (line: HostileLine, more = {}): void =>
  line.say({ type: 'login', username: newName(), v: 1, ...more })

const tokenOfNobody = (): string => `${Buffer.from(newName()).toString('base64url')}.${'A'.repeat(43)}`

/** A player of the lobby. */
const player = (arena: Arena, i: number): HostileLine => {
  const line = arena.open('http', i)
  void line.upgrade(`/stream/${newName()}`)
  return line
}

/** Each asks, and leaves in its next turn. */
const queue = (room: (i: number) => object) =>
  flood(1_500, 2_000, player, (line, i, round) =>
    line.say(round % 2 === 0 ? { type: 'req_matchmaking', ...room(i) } : { type: 'leave_queue' }),
  )

const chat = flood(100, 10_000, player, (line, i) => line.say({ type: 'chat', text: `pesan nomor ${i}` }))

const pages = requests(i => PATHS[i % PATHS.length] ?? '/')

const stream = hoard(3_000, 750, (arena, i) => arena.open('http', i).write(get('/api/sse')))

/** A player who never reads, over WebSocket and TCP in turn. */
const deafPlayer = (arena: Arena, i: number): HostileLine => {
  const line = arena.open(i % 2 === 0 ? 'http' : 'race', 0, true)
  if (i % 2 === 0) void line.upgrade(`/stream/${newName()}`)
  else line.say({ type: 'login', username: newName() })
  return line
}

const deafReaders = async (arena: Arena): Promise<void> => {
  for (let i = 0; i < arena.scaled(300); i++) arena.open('http', 0, true).write(get('/api/sse'))
  const ask = flood(600, 12_000, deafPlayer, line => line.say({ type: 'req_leaderboard' }))
  await ask(arena)
}

export const attacks: readonly Attack[] = [
  { name: 'control', what: 'nothing: the attacker burns a whole core', telling: true, run: burn },
  {
    name: 'slow-http',
    what: '1,000 connections, a byte of a header each second',
    patience: 1.75,
    run: drip(1_000, 'http', 'GET / HTTP/1.1\r\nHost: x\r\n', `X: ${FILLER}`),
  },
  {
    name: 'slow-upgrade',
    what: '1,000 upgrades to WebSocket, a byte each second',
    patience: 1.75,
    run: drip(1_000, 'http', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n', `X: ${FILLER}`),
  },
  {
    name: 'slow-tcp',
    what: '2,000 TCP connections, half a line, a byte each second',
    patience: 1.75,
    run: drip(2_000, 'race', '{"type":"login","use', `rname":"${FILLER}`),
  },
  {
    name: 'half-proxy-header',
    what: '1,000 TCP connections with half a PROXY header',
    run: drip(1_000, 'proxied', '\r\n\r\n\0\r\nQUIT\n', '\x21\x11\0\x0c'),
  },
  {
    name: 'deaf-readers',
    what: '300 WebSocket, 300 TCP and 300 SSE connections that never read and ask all the time',
    run: deafReaders,
  },
  {
    name: 'giant-frames',
    what: 'frames that say they are of 16 MiB',
    telling: true,
    run: visits(10, 2_000, line => line.write(GIANT)),
  },
  {
    name: 'giant-lines',
    what: 'TCP lines of 1 MiB and on',
    run: arena =>
      arena.sideBySide(10, async () => {
        const line = arena.open('race')
        line.write(Buffer.alloc(MIB, 'a'))
        await line.closed
      }),
  },
  {
    name: 'deflate-bombs',
    what: 'frames marked as compressed, after asking for permessage-deflate',
    run: visits(10, 2_000, line => line.write(BOMB), DEFLATE),
  },
  {
    name: 'ten-thousand',
    what: '10,000 WebSockets, kept',
    telling: true,
    run: hoard(10_000, 2_000, arena => arena.open('http').upgrade('/ws')),
  },
  {
    name: 'login-storm',
    what: 'connect, log in under a new name, go: 60 side by side',
    telling: true,
    run: visits(60, 50, logIn),
  },
  { name: 'login-storm-wide', what: 'the same', addresses: 200, run: visits(60, 50, logIn) },
  {
    name: 'wrong-tokens',
    what: 'the same with tokens of nobody',
    run: visits(60, 50, line => logIn(line, { token: tokenOfNobody() })),
  },
  {
    name: 'queue-rooms',
    what: '1,500 players ask for rooms of 16 where nobody comes, and leave: 2,000 times a second',
    run: queue(i => ({ room: `ruang${i}`, seats: 16 })),
  },
  { name: 'queue-flapping', what: 'the same in public', run: queue(() => ({})) },
  {
    name: 'message-flood',
    what: '1,000 players send 25,000 messages a second',
    run: flood(1_000, 25_000, player, line => line.say({ type: 'progress', progress: 1, wpm: 1 })),
  },
  {
    name: 'message-flood-wide',
    what: '1,000 players send 10,000 messages a second, each within its budget',
    addresses: 200,
    run: flood(1_000, 10_000, player, line => line.say({ type: 'ping', t: 1 })),
  },
  {
    name: 'chat-flood',
    what: '10,000 chat messages a second over 100 connections',
    telling: true,
    run: chat,
  },
  { name: 'chat-flood-wide', what: 'the same', addresses: 200, run: chat },
  {
    name: 'http-flood',
    what: 'API and page requests as fast as 40 connections can, 20 in flight on each',
    telling: true,
    run: pages,
  },
  { name: 'http-flood-wide', what: 'the same', addresses: 50, run: pages },
  {
    name: 'polling-flood',
    what: 'handshakes of Socket.IO by long-polling',
    run: requests(() => '/socket.io/?EIO=4&transport=polling'),
  },
  { name: 'sse-hoarding', what: '3,000 streams, kept', run: stream },
  { name: 'sse-hoarding-wide', what: '3,000 streams, kept', addresses: 50, run: stream },
]
