import { setTimeout as pause } from 'node:timers/promises'
import { type PostgresRelay, relayToPostgres } from '@ketik/scores/test/relay-to-postgres'
import { type AskPostgres, askPostgres } from '../../../infra/local/ask-postgres.ts'
import { eventually } from '../../../infra/test/eventually.ts'
import { table } from '../../../infra/test/table.ts'
import { type Client, disperse, ketikCrowd } from '../crowd.ts'
import { frameOf } from '../generator/raw-socket.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { atMost, type Verdict } from '../verdict.ts'

const RACES = 2_000
const AT_ONCE = 64
const WITHIN_MS = 2_000
const SLICE_MS = 20
/** Short texts take a good typist this long; after each quarter of it each player reports its progress. */
const TYPING_MS = 14_000
const QUARTERS = [25, 50, 75]
const STARTED_WITHIN_MS = 60_000
const STORED_WITHIN_MS = 60_000

/** Many races end almost at once: how long until each is stored, and how often PostgreSQL is asked for it. */
export const measureSettle = async (say: (line: string) => void) => {
  let relay: PostgresRelay | undefined
  const ketik = await startKetik({
    length: 'short',
    matchmakerDatabaseUrl: async url => {
      relay = await relayToPostgres(url)
      return relay.url
    },
  })
  const sql = await askPostgres(ketik.databaseUrl)
  const started = new Set<string>()
  const clients = await ketikCrowd(ketik.ports, 2 * RACES, AT_ONCE, (name, text) => {
    if (text.startsWith('{"type":"start_game"')) started.add(name)
  })
  say(`${clients.length} players have come`)
  for (const [number, { socket }] of clients.entries())
    socket.send(frameOf(`{"type":"req_matchmaking","room":"r${number >> 1}","seats":2}`))
  await eventually(
    'every race has started',
    () => started.size === clients.length || undefined,
    STARTED_WITHIN_MS,
  )
  say(`${RACES} races have started`)
  for (const progress of QUARTERS) {
    await pause(TYPING_MS / 4 - WITHIN_MS)
    await each(clients, `{"type":"progress","progress":${progress},"wpm":80}`)
  }
  await pause(TYPING_MS / 4)
  const tripsBefore = relay?.roundTrips() ?? 0
  await each(clients, '{"type":"finish","wpm":80}')
  const endedAt = performance.now()
  await eventually('every race is stored', () => areAll(sql, 'ended_at is not null'), STORED_WITHIN_MS)
  const storedMs = performance.now() - endedAt
  const storingTrips = (relay?.roundTrips() ?? 0) - tripsBefore
  await eventually('every race is rated', () => areAll(sql, 'rated_at is not null'), STORED_WITHIN_MS)
  const ratedMs = performance.now() - endedAt
  const trips = (relay?.roundTrips() ?? 0) - tripsBefore
  const [delay] = await sql.rows<{ p50: number; p99: number }>(
    `select percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.99) within group (order by ms) as p99
     from (select extract(epoch from settled_at - ended_at)::float8 * 1000 as ms from races) as delays`,
  )
  const [results] = await sql.rows<{ finished: number }>(
    `select count(*)::integer as finished from results where state = 'finished'`,
  )
  await sql.close()
  await disperse(clients)
  await ketik.close()
  await relay?.close()
  const finished = results?.finished ?? 0
  if (finished !== 2 * RACES) throw new Error(`${finished} of ${2 * RACES} finishes are stored`)
  const figures = { storedMs, ratedMs, storingTrips, trips, delayMs: delay }
  say(`all stored ${storedMs.toFixed(0)} ms after the last, ${(trips / RACES).toFixed(3)} round trips a race`)
  const rows = [
    ['all stored after the last finish, ms', storedMs.toFixed(0)],
    ['all rated, ms', ratedMs.toFixed(0)],
    ['end of a race to its settling, p50 ms', (delay?.p50 ?? Number.NaN).toFixed(0)],
    ['the same, p99 ms', (delay?.p99 ?? Number.NaN).toFixed(0)],
    ['round trips a race until stored', (storingTrips / RACES).toFixed(3)],
    ['round trips a race, rating included', (trips / RACES).toFixed(3)],
  ]
  const verdicts: readonly Verdict[] = [
    atMost('settle: all stored after, s', 5, storedMs / 1_000),
    atMost('settle: PostgreSQL round trips a race', 1.2, trips / RACES),
  ]
  const text = `${RACES} races × 2 ended within ${WITHIN_MS / 1_000} s\n\n${table(['', 'measured'], rows)}`
  return { figures, verdicts, text }
}

/** All say the same, race by race, evenly spread. */
const each = async (clients: readonly Client[], text: string): Promise<void> => {
  const frame = frameOf(text)
  const startedAt = performance.now()
  for (const [number, { socket }] of clients.entries()) {
    const dueMs = startedAt + (WITHIN_MS * number) / clients.length - performance.now()
    if (dueMs > SLICE_MS) await pause(dueMs)
    socket.send(frame)
  }
}

const areAll = async (sql: AskPostgres, so: string): Promise<true | undefined> => {
  const [row] = await sql.rows<{ n: number }>(`select count(*)::integer as n from races where ${so}`)
  return row?.n === RACES || undefined
}
