import { setTimeout as pause } from 'node:timers/promises'
import { type Arena, attackerAddress, sideBySide } from './arena.ts'
import type { Attack } from './attack.ts'
import { HostileLine } from './hostile-line.ts'

const PER_SECOND = 10_000
const LINES = 100
const TURN_MS = 50

let said = 0

/** 10,000 messages a second over 100 connections, which come back whenever they are closed. */
const chatter = (addresses: number) => (arena: Arena) => {
  const { doors, tally, scale } = arena
  const lines = Math.ceil(LINES * scale)
  const each = Math.ceil((PER_SECOND * scale * TURN_MS) / 1_000 / lines)
  const open: HostileLine[] = []
  return sideBySide(arena, lines, async (line, turn) => {
    let one = open[line]
    if (one === undefined || !one.isOpen) {
      const port = doors.gateways[line % doors.gateways.length]?.http ?? 0
      one = new HostileLine({ port, from: attackerAddress(arena, (line + turn) % addresses), tally })
      one.upgrade(`/stream/banjir${line}-${turn}`)
      open[line] = one
      await one.answered
    }
    for (let i = 0; i < each; i++) {
      said += 1
      one.frame({ type: 'chat', text: `pesan nomor ${said}` })
    }
    tally.attempts += each
    await pause(TURN_MS)
  })
}

export const lobbyAttacks: readonly Attack[] = [
  {
    name: 'chat-flood',
    what: '10,000 chat messages a second over 100 connections',
    from: 'one address',
    telling: true,
    run: chatter(1),
  },
  { name: 'chat-flood-wide', what: 'the same', from: 'many addresses', run: chatter(200) },
]
