import { setTimeout as pause } from 'node:timers/promises'
import { askPostgres } from '../../../infra/local/ask-postgres.ts'
import { eventually } from '../../../infra/test/eventually.ts'
import { median, type Quantiles, quantiles } from '../../../infra/test/quantile.ts'
import { table } from '../../../infra/test/table.ts'
import { cpuMs } from '../../measures/process-usage.ts'
import { disperse, ketikCrowd } from '../crowd.ts'
import { frameOf } from '../generator/raw-socket.ts'
import { type KetikTarget, startKetik } from '../targets/ketik-target.ts'
import { atMost, exactly, type Verdict } from '../verdict.ts'

const PLAYERS = 2_000
/** Before anything is counted: code that never ran is slow the first time, in every target. */
const WARM_UP_PLAYERS = 1_000
const WITHIN_MS = 1_000
const SLICES = 100
const AT_ONCE = 64
const STARTED_WITHIN_MS = 30_000
const STORED_WITHIN_MS = 60_000

type Player = { askedAt: number; matchedAt: number; startedAt: number; opponent: string }

type Round = {
  readonly matched: number
  readonly waitMs: Quantiles
  readonly apartMs: Quantiles
  /** All servers and Redis, for each player. */
  readonly cpuUs: number
  /** The load's own, of one core. */
  readonly loadCores: number
}

/** All ask for a race within a second: how long each waits, and how far apart the two starts of a race are. */
export const measureMatchmaking = async (
  { rounds: count }: { readonly rounds: number },
  say: (line: string) => void,
) => {
  const ketik = await startKetik()
  const sql = await askPostgres(ketik.databaseUrl)
  const rounds: Round[] = []
  let players = 0
  for (let number = 0; number <= count; number++) {
    const asking = number === 0 ? WARM_UP_PLAYERS : PLAYERS
    const round = await askAll(ketik, players, asking)
    players += asking
    // The next ones must not meet the settling of these.
    await eventually(
      'every race is stored',
      async () => {
        const [row] = await sql.rows<{ n: number }>(
          'select count(*)::integer as n from races where rated_at is not null',
        )
        return row?.n === players / 2 || undefined
      },
      STORED_WITHIN_MS,
    )
    const { p50, p99 } = round.waitMs
    say(
      `${number === 0 ? 'warm-up' : `round ${number}`}: ${round.matched} of ${asking} matched, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    )
    if (number > 0) rounds.push(round)
  }
  await sql.close()
  await ketik.close()
  return told(rounds)
}

const askAll = async ({ ports, pids }: KetikTarget, first: number, count: number): Promise<Round> => {
  const players = new Map<string, Player>()
  const onText = (name: string, text: string) => {
    const player = players.get(name)
    if (player === undefined) return
    if (text.startsWith('{"status":"matched"')) {
      player.matchedAt = performance.now()
      player.opponent = (JSON.parse(text) as { opponent: string }).opponent
    } else if (text.startsWith('{"type":"start_game"')) player.startedAt = performance.now()
  }
  const clients = await ketikCrowd(ports, count, AT_ONCE, onText, first)
  const servers = () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0)
  const [before, ownBefore, startedAt] = [servers(), process.cpuUsage(), performance.now()]
  for (let slice = 0; slice < SLICES; slice++) {
    await pause(Math.max(0, startedAt + (WITHIN_MS * slice) / SLICES - performance.now()))
    for (const { name, socket } of clients.filter((_, number) => number % SLICES === slice)) {
      players.set(name, { askedAt: performance.now(), matchedAt: 0, startedAt: 0, opponent: '' })
      socket.send(frameOf('{"type":"req_matchmaking"}'))
    }
  }
  const all = () => [...players.values()]
  await eventually(
    'all are matched',
    () => all().every(({ matchedAt }) => matchedAt > 0) || undefined,
    STARTED_WITHIN_MS,
  )
  const own = process.cpuUsage(ownBefore)
  const loadCores = (own.user + own.system) / 1_000 / (performance.now() - startedAt)
  const cpuUs = ((servers() - before) * 1_000) / count
  await eventually(
    'all have started',
    () => all().every(({ startedAt }) => startedAt > 0) || undefined,
    STARTED_WITHIN_MS,
  )
  const waits = all().map(({ askedAt, matchedAt }) => matchedAt - askedAt)
  const apart = all().map(({ startedAt, opponent }) =>
    Math.abs(startedAt - (players.get(opponent)?.startedAt ?? Number.NaN)),
  )
  await disperse(clients)
  return {
    matched: all().length,
    waitMs: quantiles(waits),
    apartMs: quantiles(apart),
    cpuUs,
    loadCores,
  }
}

const told = (rounds: readonly Round[]) => {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick))
  const row = (what: string, pick: (round: Round) => Quantiles) => [
    what,
    ...(['p50', 'p95', 'p99'] as const).map(at => of(round => pick(round)[at]).toFixed(1)),
  ]
  const rows = [
    row('from asking to matched, ms', ({ waitMs }) => waitMs),
    row('two starts of a race apart, ms', ({ apartMs }) => apartMs),
  ]
  const verdicts: readonly Verdict[] = [
    exactly(`matchmaking: matched of ${PLAYERS}`, PLAYERS, Math.min(...rounds.map(({ matched }) => matched))),
    atMost(
      'matchmaking: asking to matched p99, ms',
      300,
      of(({ waitMs }) => waitMs.p99),
    ),
    atMost(
      'matchmaking: two starts apart p99, ms',
      10,
      of(({ apartMs }) => apartMs.p99),
    ),
  ]
  const servers = `servers and Redis ${of(({ cpuUs }) => cpuUs).toFixed(0)} µs a player`
  const head = `${PLAYERS} players within a second, ${rounds.length} rounds after one to warm up; ${servers}, the load ${of(({ loadCores }) => loadCores).toFixed(2)} of a core`
  return { figures: rounds, verdicts, text: `${head}\n\n${table(['', 'p50', 'p95', 'p99'], rows)}` }
}
