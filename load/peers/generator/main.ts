import { setTimeout as pause } from 'node:timers/promises'
import { colyseusDialect } from './colyseus-dialect.ts'
import type { Dialect } from './dialect.ts'
import type { DialectName, RaceJob, Report } from './job.ts'
import { contractADialect, v1Dialect } from './ketik-dialects.ts'
import { RaceLoad } from './race-load.ts'
import { relayDialect, socketIoDialect } from './relay-dialects.ts'

const LAST_ONES_MS = 600

const job = JSON.parse(process.argv[2] ?? '') as RaceJob
const load = new RaceLoad(job, dialectOf(job.dialect, job.seats))
await load.connect()
await say({ phase: 'idle' })
await load.enter()
load.start()
await pause(1_000)
await say({ phase: 'racing' })
await pause(job.warmUpMs)
await say({ phase: 'begun' })
const end = load.begin()
await pause(job.seconds * 1_000)
await say({ phase: 'measured', figures: end() })
load.stop()
await pause(LAST_ONES_MS)
await say({ phase: 'done', lost: load.lost() })
process.exit(0)

/** Tells the bench, and goes on when it answers. */
function say(report: Report): Promise<void> {
  return new Promise(resolve => {
    process.once('message', () => resolve())
    process.send?.(report)
  })
}

function dialectOf(name: DialectName, seats: number): Dialect {
  switch (name) {
    case 'contract-a':
      return contractADialect(seats)
    case 'v1':
      return v1Dialect(seats)
    case 'socket-io':
      return socketIoDialect
    case 'colyseus':
      return colyseusDialect
    default:
      return relayDialect
  }
}
