import { setTimeout as pause } from 'node:timers/promises'
import { askPostgres } from '../../../infra/local/ask-postgres.ts'
import { eventually } from '../../../infra/test/eventually.ts'
import { crowd, disperse } from '../crowd.ts'
import { evenly } from '../evenly.ts'
import { type KetikTarget, startKetik } from '../targets/ketik-target.ts'
import type { Figures, Workload } from '../workload.ts'
import { untilRaces } from './until-races.ts'

const RACES = 2_000
const WITHIN_MS = 2_000
/** Short texts take a good typist this long; after each quarter of it each player reports its progress. */
const TYPING_MS = 14_000
const QUARTERS = [25, 50, 75]
const STARTED_WITHIN_MS = 60_000

/** Many races end almost at once: how long until each is stored, and how often PostgreSQL is asked for it. */
export const settle: Workload<KetikTarget> = {
  name: 'settle',
  isOnce: true,
  about: () => `${RACES} races × 2 ended within ${WITHIN_MS / 1_000} s`,
  rows: () => [{ name: 'ketik', start: () => startKetik({ length: 'short', countsRoundTrips: true }) }],
  measure: ketik => settleAll(ketik),
  columns: {
    storedS: ['all stored after the last finish, s', 2],
    ratedS: ['all rated, s', 2],
    delay50: ['end of a race to its settling, p50 ms', 0],
    delay99: ['p99 ms', 0],
    storingTrips: ['round trips a race until stored', 3],
    trips: ['rating included', 3],
  },
  bars: [
    { what: 'settle: all stored after, s', row: 'ketik', figure: 'storedS', most: 5 },
    { what: 'settle: PostgreSQL round trips a race', row: 'ketik', figure: 'trips', most: 1.2 },
  ],
}

const settleAll = async (ketik: KetikTarget): Promise<Figures> => {
  const sql = await askPostgres(ketik.databaseUrl)
  const started = new Set<string>()
  const onText = (name: string, text: string) => {
    if (text.startsWith('{"type":"start_game"')) started.add(name)
  }
  const clients = await crowd(ketik, 2 * RACES, { onText })
  const sayAll = (text: string) => evenly(clients, WITHIN_MS, ({ wire }) => wire.send(text))
  for (const [number, { wire }] of clients.entries())
    wire.send(`{"type":"req_matchmaking","room":"r${number >> 1}","seats":2}`)
  await eventually(
    'every race has started',
    () => started.size === clients.length || undefined,
    STARTED_WITHIN_MS,
  )
  for (const progress of QUARTERS) {
    await pause(TYPING_MS / 4 - WITHIN_MS)
    await sayAll(`{"type":"progress","progress":${progress},"wpm":80}`)
  }
  await pause(TYPING_MS / 4)
  const tripsBefore = ketik.roundTrips()
  await sayAll('{"type":"finish","wpm":80}')
  const endedAt = performance.now()
  const sinceEnd = () => ({
    s: (performance.now() - endedAt) / 1_000,
    trips: ketik.roundTrips() - tripsBefore,
  })
  await untilRaces(sql, RACES, 'ended')
  const stored = sinceEnd()
  await untilRaces(sql, RACES, 'rated')
  const rated = sinceEnd()
  const [delayMs] = await sql.rows<{ p50: number; p99: number }>(DELAY_SQL)
  const [results] = await sql.rows<{ finished: number }>(
    `select count(*)::integer as finished from results where state = 'finished'`,
  )
  await sql.close()
  await disperse(clients)
  const finished = results?.finished ?? 0
  if (finished !== 2 * RACES) throw new Error(`${finished} of ${2 * RACES} finishes are stored`)
  return {
    storedS: stored.s,
    ratedS: rated.s,
    delay50: delayMs?.p50 ?? Number.NaN,
    delay99: delayMs?.p99 ?? Number.NaN,
    storingTrips: stored.trips / RACES,
    trips: rated.trips / RACES,
  }
}

const DELAY_SQL = `
  select percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.99) within group (order by ms) as p99
  from (select extract(epoch from settled_at - ended_at)::float8 * 1000 as ms from races) as delays`
