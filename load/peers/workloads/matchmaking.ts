import { askPostgres } from '../../../infra/local/ask-postgres.ts'
import { eventually } from '../../../infra/test/eventually.ts'
import { quantiles } from '../../../infra/test/quantile.ts'
import { cpuMsOf } from '../../measures/process-usage.ts'
import { crowd, disperse } from '../crowd.ts'
import { evenly } from '../evenly.ts'
import { type KetikTarget, startKetik } from '../targets/ketik-target.ts'
import type { Target } from '../targets/target.ts'
import type { Figures, Workload } from '../workload.ts'
import { untilRaces } from './until-races.ts'

const PLAYERS = 2_000
/** Before anything is counted: code that never ran is slow the first time, in every target. */
const WARM_UP_CROWDS = [1_000, 2_000]
const WITHIN_MS = 1_000
const STARTED_WITHIN_MS = 30_000

/** All ask for a race within a second: how long each waits, and how far apart the two starts of a race are. */
export const matchmaking: Workload<KetikTarget> = {
  name: 'matchmaking',
  about: ({ rounds }) =>
    `${PLAYERS} players within a second, ${rounds} rounds, each after ${WARM_UP_CROWDS.join(' and ')} to warm up`,
  rows: () => [{ name: 'ketik', start: () => startKetik() }],
  measure: async ketik => {
    const sql = await askPostgres(ketik.databaseUrl)
    let players = 0
    for (const count of WARM_UP_CROWDS) {
      await askAll(ketik, players, count)
      players += count
      // The next ones must not meet the settling of these.
      await untilRaces(sql, players / 2, 'rated')
    }
    await sql.close()
    return await askAll(ketik, players, PLAYERS)
  },
  columns: {
    matched: ['matched', 0, all => Math.min(...all)],
    wait50: ['from asking to matched, p50 ms', 1],
    wait95: ['p95 ms', 1],
    wait99: ['p99 ms', 1],
    apart50: ['two starts of a race apart, p50 ms', 1],
    apart95: ['p95 ms', 1],
    apart99: ['p99 ms', 1],
    cpuUs: ['servers and Redis, µs a player', 0],
    loadCores: ['load cores', 2],
  },
  bars: [
    { what: `matchmaking: matched of ${PLAYERS}`, row: 'ketik', figure: 'matched', exactly: PLAYERS },
    { what: 'matchmaking: asking to matched p99, ms', row: 'ketik', figure: 'wait99', most: 300 },
    { what: 'matchmaking: two starts apart p99, ms', row: 'ketik', figure: 'apart99', most: 10 },
  ],
}

type Instants = Map<string, number>

const askAll = async (ketik: Target, first: number, count: number): Promise<Figures> => {
  const asked: Instants = new Map()
  const matched: Instants = new Map()
  const started: Instants = new Map()
  const opponents = new Map<string, string>()
  const onText = (name: string, text: string) => {
    if (text.startsWith('{"status":"matched"')) {
      matched.set(name, performance.now())
      opponents.set(name, (JSON.parse(text) as { readonly opponent: string }).opponent)
    } else if (text.startsWith('{"type":"start_game"')) started.set(name, performance.now())
  }
  const isAll = (players: Instants) => players.size === count || undefined
  const clients = await crowd(ketik, count, { first, onText })
  const [before, ownBefore, begunAt] = [cpuMsOf(ketik.pids), process.cpuUsage(), performance.now()]
  await evenly(clients, WITHIN_MS, ({ name, wire }) => {
    asked.set(name, performance.now())
    wire.send('{"type":"req_matchmaking"}')
  })
  await eventually('all are matched', () => isAll(matched), STARTED_WITHIN_MS)
  const own = process.cpuUsage(ownBefore)
  const loadCores = (own.user + own.system) / 1_000 / (performance.now() - begunAt)
  const cpuUs = ((cpuMsOf(ketik.pids) - before) * 1_000) / count
  await eventually('all have started', () => isAll(started), STARTED_WITHIN_MS)
  await disperse(clients)
  const msBetween = (from: Instants, to: Instants, other: (name: string) => string) =>
    quantiles(
      clients.map(({ name }) =>
        Math.abs((to.get(name) ?? Number.NaN) - (from.get(other(name)) ?? Number.NaN)),
      ),
    )
  const wait = msBetween(asked, matched, name => name)
  const apart = msBetween(started, started, name => opponents.get(name) ?? '')
  return {
    matched: matched.size,
    wait50: wait.p50,
    wait95: wait.p95,
    wait99: wait.p99,
    apart50: apart.p50,
    apart95: apart.p95,
    apart99: apart.p99,
    cpuUs,
    loadCores,
  }
}
