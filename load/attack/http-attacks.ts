import { setTimeout as pause } from 'node:timers/promises'
import { type Arena, atRate, attackerAddress, sideBySide } from './arena.ts'
import type { Attack } from './attack.ts'
import { HostileLine } from './hostile-line.ts'

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n`
const PIPELINED = 20

const PATHS = [
  '/api/leaderboard?limit=100',
  '/api/players/nobody',
  '/api/online',
  '/',
  '/api/live',
  '/socket.io/socket.io.js',
]

/** Requests on connections that are kept, twenty at a time; a connection that is closed is made again. */
const requests = (addresses: number, pathOf: (i: number) => string) => (arena: Arena) =>
  sideBySide(arena, Math.ceil(40 * arena.scale), async (line, turn) => {
    const { doors, tally } = arena
    const port = doors.gateways[line % doors.gateways.length]?.http ?? 0
    const one = new HostileLine({ port, from: attackerAddress(arena, (line + turn) % addresses), tally })
    const [begin, endsAt] = [performance.now(), arena.endsAt]
    for (let i = 0; one.isOpen && performance.now() < Math.min(endsAt, begin + 2_000); i += PIPELINED) {
      for (let k = 0; k < PIPELINED; k++) one.write(get(pathOf(i + k + turn)))
      tally.attempts += PIPELINED
      await Promise.race([one.closed, pause(20)])
    }
    one.leave()
  })

/** Kept streams: so many a second, until there are so many. */
const hoard = (count: number, addresses: number) => async (arena: Arena) => {
  const { doors, tally, scale } = arena
  await atRate(arena, (count * scale) / 4, i => {
    if (i >= count * scale) return
    const port = doors.gateways[i % doors.gateways.length]?.http ?? 0
    const line = new HostileLine({ port, from: attackerAddress(arena, i % addresses), tally })
    line.write(get('/api/sse'))
  })
}

export const httpAttacks: readonly Attack[] = [
  {
    name: 'http-flood',
    what: 'API and page requests as fast as 40 connections can, 20 in flight on each',
    from: 'one address',
    telling: true,
    run: requests(1, i => PATHS[i % PATHS.length] ?? '/'),
  },
  {
    name: 'http-flood-wide',
    what: 'the same',
    from: 'many addresses',
    run: requests(50, i => PATHS[i % PATHS.length] ?? '/'),
  },
  {
    name: 'polling-flood',
    what: 'handshakes of Socket.IO by long-polling',
    from: 'one address',
    run: requests(1, () => '/socket.io/?EIO=4&transport=polling'),
  },
  { name: 'sse-hoarding', what: '3,000 streams, kept', from: 'one address', run: hoard(3_000, 1) },
  { name: 'sse-hoarding-wide', what: '3,000 streams, kept', from: 'many addresses', run: hoard(3_000, 50) },
]
