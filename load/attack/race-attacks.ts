import { setTimeout as pause } from 'node:timers/promises'
import { type Arena, atRate, attackerAddress, isOn, sideBySide } from './arena.ts'
import type { Attack } from './attack.ts'
import { HostileLine } from './hostile-line.ts'

const MIB = 1024 * 1024

/** A frame that says it is of 16 MiB, and one of them. */
const GIANT = Buffer.concat([
  Buffer.from([0x81, 0xff, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
  Buffer.alloc(MIB, 'a'),
])
/** What 16 MiB of zeros compress to, in part; the first bit after the last says that it is compressed. */
const BOMB = Buffer.concat([Buffer.from([0xc1, 0xfe, 0x40, 0, 0, 0, 0, 0]), Buffer.alloc(16_384, 0x60)])
const DEFLATE = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n'

const webSocket = (arena: Arena, node: number, address: number, path = '/ws', more = ''): HostileLine => {
  const port = arena.doors.gateways[node % arena.doors.gateways.length]?.http ?? 0
  const line = new HostileLine({ port, from: attackerAddress(arena, address), tally: arena.tally })
  line.upgrade(path, more)
  return line
}

const tcp = (arena: Arena): HostileLine =>
  new HostileLine({
    port: arena.doors.edges[0]?.race ?? 0,
    from: attackerAddress(arena),
    tally: arena.tally,
  })

/** Whether the server took it as a WebSocket. */
const isTaken = async (line: HostileLine): Promise<boolean> => (await line.answered).includes(' 101 ')

let names = 0
const newName = (): string => {
  names += 1
  return `penyerang${names}`
}

const login = (arena: Arena, addresses: number, token?: () => string) =>
  sideBySide(arena, Math.ceil(60 * arena.scale), async (line, turn) => {
    const one = webSocket(arena, line, (line + turn) % addresses)
    if (await isTaken(one)) {
      one.frame({
        type: 'login',
        username: newName(),
        v: 1,
        ...(token === undefined ? {} : { token: token() }),
      })
      await Promise.race([one.closed, pause(50)])
    }
    one.leave()
  })

const giant = (arena: Arena, frame: Buffer, more = '') =>
  sideBySide(arena, Math.ceil(10 * arena.scale), async (_, turn) => {
    const line = webSocket(arena, turn, 0, '/ws', more)
    if (await isTaken(line)) line.write(frame)
    await line.closed
  })

/** As many players as one address may have, logged in, at whatever nodes take them. */
const crowd = async (arena: Arena, count: number, addresses: number): Promise<readonly HostileLine[]> => {
  const lines: HostileLine[] = []
  for (let i = 0; i < count && isOn(arena); i++) {
    lines.push(webSocket(arena, i, i % addresses, `/stream/${newName()}`))
    if (i % 20 === 19) await pause(20)
  }
  return lines
}

const stuff = (room: (i: number) => object) => async (arena: Arena) => {
  const lines = await crowd(arena, 1_500 * arena.scale, 1)
  await atRate(arena, 2_000 * arena.scale, i => {
    const line = lines[i % lines.length]
    arena.tally.attempts += 1
    // Each asks, and leaves in its next turn.
    if (Math.floor(i / lines.length) % 2 === 0) line?.frame({ type: 'req_matchmaking', ...room(i) })
    else line?.frame({ type: 'leave_queue' })
  })
}

const flood = (perSecond: number, addresses: number, message: () => object) => async (arena: Arena) => {
  const lines = await crowd(arena, 1_000 * arena.scale, addresses)
  await atRate(arena, perSecond * arena.scale, i => {
    const at = i % lines.length
    const line = lines[at]
    arena.tally.attempts += 1
    if (line?.isOpen) line.frame(message())
  })
}

export const raceAttacks: readonly Attack[] = [
  {
    name: 'giant-frames',
    what: 'frames that say they are of 16 MiB',
    from: 'one address',
    telling: true,
    run: arena => giant(arena, GIANT),
  },
  {
    name: 'giant-lines',
    what: 'TCP lines of 1 MiB and on',
    from: 'one address',
    run: arena =>
      sideBySide(arena, Math.ceil(10 * arena.scale), async () => {
        const line = tcp(arena)
        line.write(Buffer.alloc(MIB, 'a'))
        await line.closed
      }),
  },
  {
    name: 'deflate-bombs',
    what: 'frames marked as compressed, after asking for permessage-deflate',
    from: 'one address',
    run: arena => giant(arena, BOMB, DEFLATE),
  },
  {
    name: 'ten-thousand',
    what: '10,000 WebSockets, kept',
    from: 'one address',
    telling: true,
    run: async arena => {
      await atRate(arena, (10_000 * arena.scale) / 5, i => {
        if (i < 10_000 * arena.scale) webSocket(arena, 0, 0)
      })
    },
  },
  {
    name: 'login-storm',
    what: 'connect, log in under a new name, go: 60 side by side',
    from: 'one address',
    telling: true,
    run: arena => login(arena, 1),
  },
  { name: 'login-storm-wide', what: 'the same', from: 'many addresses', run: arena => login(arena, 200) },
  {
    name: 'wrong-tokens',
    what: 'the same with tokens of nobody',
    from: 'one address',
    run: arena => login(arena, 1, () => `${Buffer.from(newName()).toString('base64url')}.${'A'.repeat(43)}`),
  },
  {
    name: 'queue-rooms',
    what: '1,500 players ask for rooms of 16 where nobody comes, and leave: 2,000 times a second',
    from: 'one address',
    run: stuff(i => ({ room: `ruang${i}`, seats: 16 })),
  },
  {
    name: 'queue-flapping',
    what: 'the same in public',
    from: 'one address',
    run: stuff(() => ({})),
  },
  {
    name: 'message-flood',
    what: '1,000 players send 25,000 messages a second',
    from: 'one address',
    run: flood(25_000, 1, () => ({ type: 'progress', progress: 1, wpm: 1 })),
  },
  {
    name: 'message-flood-wide',
    what: '1,000 players send 10,000 messages a second, each within its budget',
    from: 'many addresses',
    run: flood(10_000, 200, () => ({ type: 'ping', t: 1 })),
  },
]
