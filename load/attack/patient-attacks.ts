import { setTimeout as pause } from 'node:timers/promises'
import { type Arena, attackerAddress, isOn } from './arena.ts'
import type { Attack } from './attack.ts'
import { HostileLine } from './hostile-line.ts'

const DRIP_MS = 1_000

/** So many connections that say a byte of something each second, and come back when they are cut. */
const drip = async (
  arena: Arena,
  lines: number,
  port: number,
  text: string | Buffer,
  begin = 0,
): Promise<void> => {
  const bytes = Buffer.from(text)
  const open = () => {
    const line = new HostileLine({ port, from: attackerAddress(arena), tally: arena.tally })
    line.write(bytes.subarray(0, begin))
    return { line, said: begin }
  }
  const all = Array.from({ length: Math.ceil(lines * arena.scale) }, open)
  while (isOn(arena)) {
    await pause(DRIP_MS)
    for (const [i, one] of all.entries()) {
      if (!one.line.isOpen) all[i] = open()
      else if (one.said < bytes.length) one.line.write(bytes.subarray(one.said, ++one.said))
    }
  }
}

const HEADERS = 'GET / HTTP/1.1\r\nHost: x\r\n'
const UPGRADE = 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n'
/** The signature of a PROXY header, and no more of it. */
const HALF_PROXY = Buffer.from('\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c', 'latin1')

const FILLER = 'a'.repeat(500)

export const patientAttacks: readonly Attack[] = [
  slow(
    'slow-http',
    '1,000 connections, a byte of a header each second',
    1_000,
    ({ gateways }) => gateways[0]?.http,
    `${HEADERS}X: ${FILLER}`,
    HEADERS.length,
  ),
  slow(
    'slow-upgrade',
    '1,000 upgrades to WebSocket, a byte each second',
    1_000,
    ({ gateways }) => gateways[0]?.http,
    `${UPGRADE}X: ${FILLER}`,
    UPGRADE.length,
  ),
  slow(
    'slow-tcp',
    '2,000 TCP connections, half a line, a byte each second',
    2_000,
    ({ edges }) => edges[0]?.race,
    `{"type":"login","username":"${FILLER}`,
    20,
  ),
  {
    name: 'half-proxy-header',
    what: '1,000 TCP connections with half a PROXY header',
    from: 'one address',
    run: arena => drip(arena, 1_000, arena.doors.proxied, HALF_PROXY, 12),
  },
  {
    name: 'deaf-readers',
    what: '300 WebSocket, 300 TCP and 300 SSE connections that never read and ask all the time',
    from: 'one address',
    run: deafReaders,
  },
]

/** Slowloris: connections that send the beginning of `text` at once, and the rest a byte each second. */
function slow(
  name: string,
  what: string,
  connections: number,
  portOf: (doors: Arena['doors']) => number | undefined,
  text: string,
  begin: number,
): Attack {
  return {
    name,
    what,
    from: 'one address',
    isPatient: true,
    run: arena => drip(arena, connections, portOf(arena.doors) ?? 0, text, begin),
  }
}

async function deafReaders(arena: Arena): Promise<void> {
  const { doors, tally, scale } = arena
  const [gateway, edge] = [doors.gateways[0], doors.edges[0]]
  const each = Math.ceil(300 * scale)
  const from = attackerAddress(arena)
  const ask = '{"type":"req_leaderboard"}'
  const says: ((text: string) => void)[] = []
  for (let i = 0; i < each; i++) {
    const webSocket = new HostileLine({ port: gateway?.http ?? 0, from, tally, isDeaf: true })
    webSocket.upgrade(`/stream/tuli-w${i}`)
    const tcp = new HostileLine({ port: edge?.race ?? 0, from, tally, isDeaf: true })
    tcp.write(`{"type":"login","username":"tuli-t${i}"}\n`)
    const sse = new HostileLine({ port: gateway?.http ?? 0, from, tally, isDeaf: true })
    sse.write('GET /api/sse HTTP/1.1\r\nHost: x\r\n\r\n')
    says.push(
      text => webSocket.frame(text),
      text => tcp.write(`${text}\n`),
    )
  }
  while (isOn(arena)) {
    await pause(100)
    for (const say of says) {
      say(ask)
      say(ask)
      tally.attempts += 2
    }
  }
}
