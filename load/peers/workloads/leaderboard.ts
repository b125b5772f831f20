import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { openScores, type Scores } from '@ketik/scores'
import { type Quantiles, quantiles } from '../../../infra/test/quantile.ts'
import { cpuMs, familyCpuMs } from '../../measures/process-usage.ts'
import { evenly } from '../evenly.ts'
import { type KetikTarget, startKetik } from '../targets/ketik-target.ts'
import type { Figures, Workload } from '../workload.ts'
import { fillResults, playersFor } from './fill-results.ts'

const FEW = '10,000 results'
const MANY = '1,000,000 results'
const PER_SECOND = 50
const WARM_UP_S = 4
/** A gateway answers one address 20 times a second: the requests come from this many. */
const ADDRESSES = 50
/** Asked of the database itself, past every cache. */
const QUERIES = 3_000

/** Boards and profiles asked over HTTP, and of the database past the gateway's cache, on few and on many results. */
export const leaderboard: Workload<KetikTarget> = {
  name: 'leaderboard',
  isOnce: true,
  about: ({ seconds }) => `${PER_SECOND} requests/s for ${2 * seconds} s`,
  rows: () => [FEW, MANY].map(name => ({ name, start: () => startKetik({ gateways: 1 }) })),
  measure: (ketik, row, { seconds }) => askAll(ketik, row === FEW ? 10_000 : 1_000_000, 2 * seconds),
  columns: {
    p50: ['p50 ms', 1],
    p95: ['p95 ms', 1],
    p99: ['p99 ms', 1],
    requestUs: ['CPU/request µs', 0],
    requestRatio: ['÷ few', 2],
    queryUs: ['CPU/query past the cache µs', 0],
    queryRatio: ['÷ few', 2],
  },
  ratios: { to: FEW, of: { requestRatio: 'requestUs', queryRatio: 'queryUs' } },
  bars: [
    { what: 'leaderboard: answer p99, ms', row: MANY, figure: 'p99', most: 20 },
    { what: 'leaderboard: cost of a request, many ÷ few', row: MANY, figure: 'requestRatio', most: 1.3 },
    { what: 'leaderboard: cost of a query, many ÷ few', row: MANY, figure: 'queryRatio', most: 1.3 },
  ],
}

/** Requests cost what gateway and PostgreSQL use, queries what PostgreSQL does; what they use when nobody asks is taken away. */
const askAll = async (ketik: KetikTarget, results: number, seconds: number): Promise<Figures> => {
  const { databaseUrl, postgresPid } = ketik
  await fillResults(databaseUrl, results)
  const [port = 0] = ketik.ports
  const [gateway = 0] = ketik.nodes
  const wishes = wishesOf(playersFor(results), Math.max(2 * QUERIES, PER_SECOND * seconds))
  const usedMs = () => cpuMs(gateway) + familyCpuMs(postgresPid)
  const agent = new Agent({ keepAlive: true })
  await askGateway(port, agent, wishes.slice(0, PER_SECOND * WARM_UP_S))
  const idleBefore = usedMs()
  await pause(seconds * 500)
  const idleMs = 2 * (usedMs() - idleBefore)
  const before = usedMs()
  const times = await askGateway(port, agent, wishes.slice(0, PER_SECOND * seconds))
  const requestUs = ((usedMs() - before - idleMs) * 1_000) / (PER_SECOND * seconds)
  agent.destroy()
  return { ...times, requestUs, queryUs: await costOfQuery(databaseUrl, postgresPid, wishes) }
}

const WINDOWS = ['all', 'week', 'day'] as const
const LANGS = [undefined, 'en', 'id'] as const
const LIMITS = [10, 50, 100] as const

/** The same question to the gateway, and to the database past it. */
type Wish = { readonly path: string; ask(scores: Scores): Promise<unknown> }

/** The same for every size: boards of every kind, and every third time a player. */
const wishesOf = (players: number, count: number): readonly Wish[] =>
  Array.from({ length: count }, (_, number) => {
    if (number % 3 !== 2) return boardWish(Math.floor(number / 3) * 2 + (number % 3))
    // Players of low number race most: they are asked for most, as one would expect of them.
    const player = `Racer ${Math.floor(players * (((number * 7_919) % 10_007) / 10_007) ** 2) + 1}`
    return {
      path: `/api/players/${encodeURIComponent(player)}`,
      ask: scores => scores.playerProfile(player),
    }
  })

const boardWish = (board: number): Wish => {
  const window = WINDOWS[board % 3] ?? 'all'
  const lang = LANGS[Math.floor(board / 3) % 3]
  const limit = LIMITS[Math.floor(board / 9) % 3] ?? 10
  return {
    path: `/api/leaderboard?window=${window}&limit=${limit}${lang === undefined ? '' : `&lang=${lang}`}`,
    ask: scores => scores.leaderboard({ window, lang, limit, at: Date.now() }),
  }
}

const askGateway = async (port: number, agent: Agent, wishes: readonly Wish[]): Promise<Quantiles> => {
  const answers: Promise<number>[] = []
  await evenly(wishes, (wishes.length * 1_000) / PER_SECOND, ({ path }, number) => {
    const answer = answerMs(port, agent, path, `127.0.0.${2 + (number % ADDRESSES)}`)
    answer.catch(() => {}) // it is thrown below, where the target is still closed
    answers.push(answer)
  })
  return quantiles(await Promise.all(answers))
}

const answerMs = async (port: number, agent: Agent, path: string, localAddress: string): Promise<number> => {
  const askedAt = performance.now()
  const request = get({ host: '127.0.0.1', port, path, agent, localAddress })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  await once(response.resume(), 'end')
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`)
  return performance.now() - askedAt
}

const costOfQuery = async (
  databaseUrl: string,
  postgresPid: number,
  wishes: readonly Wish[],
): Promise<number> => {
  const scores = openScores({ databaseUrl, poolMax: 1 })
  for (const { ask } of wishes.slice(0, QUERIES / 10)) await ask(scores)
  const before = familyCpuMs(postgresPid)
  for (const { ask } of wishes.slice(QUERIES)) await ask(scores)
  const usedMs = familyCpuMs(postgresPid) - before
  await scores.close()
  return (usedMs * 1_000) / QUERIES
}
