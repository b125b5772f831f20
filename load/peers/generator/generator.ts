import { setTimeout as pause } from 'node:timers/promises'
import pMap from 'p-map'
import { quantile, quantiles } from '../../../infra/test/quantile.ts'
import { seeded } from '../../../infra/test/seeded.ts'
import { cpuMsOf, residentKib } from '../../measures/process-usage.ts'
import { evenly } from '../evenly.ts'
import type { Target } from '../targets/target.ts'
import type { Connected, Dialect, Racer } from './dialect.ts'
import { contractADialect, v1Dialect } from './ketik-dialects.ts'
import { colyseusDialect, relayDialect, socketIoDialect } from './peer-dialects.ts'

export type RaceShape = {
  readonly races: number
  readonly seats: number
  readonly seconds: number
  /** Time for the servers' code to become warm, before anything is counted. */
  readonly warmUpMs?: number
}

type Player = Racer & Connected

const DIALECTS: Readonly<Record<Target['dialect'], Dialect>> = {
  'contract-a': contractADialect,
  v1: v1Dialect,
  relay: relayDialect,
  'socket-io': socketIoDialect,
  colyseus: colyseusDialect,
}
const PERIODS_PER_SECOND = 5
const SLOTS = 40
const AT_ONCE = 64
const COMPILED_MS = 6_000
const ALL_MOVE_MS = 1_000
const LAST_ONES_MS = 600

// Loads a target with races of players who send five updates a second, and measures both from the same instants on.
const job = JSON.parse(process.argv[2] ?? '') as Target & RaceShape
const { ports, nodes, pids, races, seats, seconds, warmUpMs = COMPILED_MS } = job
const dialect = DIALECTS[job.dialect]
const players: Player[] = []
let sent = 0
let latencyMs: number[] = []
let latenessMs: number[] = []
let measuredFrom = Number.POSITIVE_INFINITY

const memoryKib = () => nodes.reduce((sum, pid) => sum + residentKib(pid), 0)
const wireBytes = () => players.reduce((sum, { wire }) => sum + wire.bytes, 0)

const emptyKib = memoryKib()
await pMap(Array(races * seats).keys(), connect, { concurrency: AT_ONCE })
const idleKib = memoryKib()
await Promise.all(players.map(({ enter }) => enter?.()))
const sending = sendFor((ALL_MOVE_MS + warmUpMs) / 1_000 + seconds)
await pause(ALL_MOVE_MS)
const racingKib = memoryKib()
await pause(warmUpMs)
measuredFrom = performance.now()
latencyMs = []
latenessMs = []
const before = { sent, ownCpu: process.cpuUsage(), cpuMs: cpuMsOf(pids), wireBytes: wireBytes() }
await sending
const cpuMs = cpuMsOf(pids) - before.cpuMs
const own = process.cpuUsage(before.ownCpu)
const measuredMs = performance.now() - measuredFrom
const figures = {
  /** Of all servers and Redis. An update counts once for each opponent: what a relay has to deliver. */
  cpuUs: (cpuMs * 1_000) / ((sent - before.sent) * (seats - 1)),
  ...quantiles(latencyMs),
  lateness99: quantile(latenessMs, 0.99),
  idleKib: (idleKib - emptyKib) / players.length,
  racingKib: (racingKib - emptyKib) / players.length,
  /** Of each race each second. */
  wireBytes: ((wireBytes() - before.wireBytes) * 1_000) / races / measuredMs,
  /** Of one core. */
  generatorShare: (own.user + own.system) / 1_000 / measuredMs,
}
await pause(LAST_ONES_MS)
process.stdout.write(JSON.stringify({ ...figures, lost: lastUpdatesLost() }))
process.exit(0)

/** Neighbours of a race are on different nodes, but where the servers know no other way than one node for a race. */
async function connect(index: number): Promise<void> {
  const race = Math.floor(index / seats)
  const node = job.dialect === 'colyseus' ? race : race + (index % seats)
  const racer: Racer = { name: `p${index}`, race, seats, sentAt: [0], seen: new Map() }
  const connected = await dialect(racer, ports[node % ports.length] ?? 0, (of, update) =>
    noteSeen(racer, of, update),
  )
  players[index] = { ...racer, ...connected }
}

/** Each player at an instant of its own within the period: the same in each run, so that each target meets the same load. */
function sendFor(totalSeconds: number): Promise<void> {
  const random = seeded(7)
  const slots: Player[][] = Array.from({ length: SLOTS }, () => [])
  for (const player of players) slots[Math.floor(random() * SLOTS)]?.push(player)
  const periods = Array.from({ length: PERIODS_PER_SECOND * totalSeconds }, () => slots)
  return evenly(periods.flat(), totalSeconds * 1_000, (slot, _, due) => {
    for (const { sentAt, update, wire } of slot) {
      const now = performance.now()
      const payload = update(sentAt.length)
      sentAt.push(now)
      wire.send(payload)
      sent += 1
      latenessMs.push(now - due)
    }
  })
}

/** A value shows all updates up to it: what a later one overtook counts until then. */
function noteSeen({ seen }: Racer, of: number, update: number): void {
  const now = performance.now()
  const last = seen.get(of) ?? 0
  if (update <= last) return
  seen.set(of, update)
  const sentAt = players[of]?.sentAt ?? []
  for (let number = last + 1; number <= update; number++) {
    const at = sentAt[number] ?? now
    if (at >= measuredFrom) latencyMs.push(now - at)
  }
}

/** How many last updates some opponent has not seen. */
function lastUpdatesLost(): number {
  return players.reduce((lost, { name, race, sentAt }, index) => {
    const opponents = players.slice(race * seats, (race + 1) * seats).filter(one => one.name !== name)
    return lost + opponents.filter(({ seen }) => (seen.get(index) ?? 0) < sentAt.length - 1).length
  }, 0)
}
