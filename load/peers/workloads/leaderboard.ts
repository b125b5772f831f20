import { Agent, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { openScores } from '@ketik/scores'
import { quantiles } from '../../../infra/test/quantile.ts'
import { table } from '../../../infra/test/table.ts'
import { cpuMs, familyCpuMs } from '../../measures/process-usage.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { atMost, type Verdict } from '../verdict.ts'
import { fillResults, playersFor } from './fill-results.ts'

const SIZES = [10_000, 1_000_000] as const
const PER_SECOND = 50
const WARM_UP_S = 4
/** A gateway answers one address 20 times a second: the requests come from this many. */
const ADDRESSES = 50
/** Asked of the database itself, past every cache. */
const QUERIES = 3_000

type Figures = {
  readonly results: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Gateway and PostgreSQL for each request, what they use when nobody asks taken away. */
  readonly requestUs: number
  /** PostgreSQL for each query. */
  readonly queryUs: number
}

/** Boards and profiles asked over HTTP, and of the database past the gateway's cache, on few and on many results. */
export const measureLeaderboard = async (
  { seconds }: { readonly seconds: number },
  say: (line: string) => void,
) => {
  const figures: Figures[] = []
  for (const results of SIZES) figures.push(await measure(results, 2 * seconds, say))
  const [few, many] = figures
  const ratio = (pick: (one: Figures) => number) => (few && many ? pick(many) / pick(few) : Number.NaN)
  const requestRatio = ratio(({ requestUs }) => requestUs)
  const queryRatio = ratio(({ queryUs }) => queryUs)
  const row = ({ results, p50, p95, p99, requestUs, queryUs }: Figures) => [
    results.toLocaleString('en'),
    ...[p50, p95, p99].map(ms => ms.toFixed(1)),
    requestUs.toFixed(0),
    queryUs.toFixed(0),
  ]
  const head = ['results', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU/request µs', 'CPU/query µs']
  const ratios = `${SIZES[1] / SIZES[0]} times the results: ${requestRatio.toFixed(2)} times the cost of a request, ${queryRatio.toFixed(2)} of a query past the cache`
  const verdicts: readonly Verdict[] = [
    atMost('leaderboard: answer p99, ms', 20, many?.p99 ?? Number.NaN),
    atMost('leaderboard: cost of a request, many ÷ few', 1.3, requestRatio),
    atMost('leaderboard: cost of a query, many ÷ few', 1.3, queryRatio),
  ]
  const text = `${PER_SECOND} requests/s for ${2 * seconds} s\n\n${table(head, figures.map(row))}\n\n${ratios}`
  return { figures, verdicts, text }
}

const measure = async (results: number, seconds: number, say: (line: string) => void): Promise<Figures> => {
  const ketik = await startKetik({ gateways: 1 })
  try {
    await fillResults(ketik.databaseUrl, results, say)
    const [port = 0] = ketik.ports
    const [gateway = 0] = ketik.nodes
    const used = () => cpuMs(gateway) + familyCpuMs(ketik.postgresPid)
    const agent = new Agent({ keepAlive: true })
    await ask(port, agent, WARM_UP_S, playersFor(results))
    const idleBefore = used()
    await pause(seconds * 500)
    const idleMs = 2 * (used() - idleBefore)
    const before = used()
    const times = await ask(port, agent, seconds, playersFor(results))
    const requestUs = ((used() - before - idleMs) * 1_000) / (PER_SECOND * seconds)
    agent.destroy()
    const queryUs = await costOfQuery(ketik.databaseUrl, ketik.postgresPid, playersFor(results))
    const figures = { results, ...times, requestUs, queryUs }
    say(
      `${results} results: p99 ${times.p99.toFixed(1)} ms, ${requestUs.toFixed(0)} µs a request, ${queryUs.toFixed(0)} µs a query`,
    )
    return figures
  } finally {
    await ketik.close()
  }
}

const WINDOWS = ['all', 'week', 'day'] as const
const LANGS = [undefined, 'en', 'id'] as const

/** The same for every size: boards of every kind, and every third time a player. */
const wishOf = (number: number, players: number) => {
  const board = Math.floor(number / 3) * 2 + (number % 3)
  const window = WINDOWS[board % 3] ?? 'all'
  const lang = LANGS[Math.floor(board / 3) % 3]
  const limit = [10, 50, 100][Math.floor(board / 9) % 3] ?? 10
  // Players of low number race most: they are asked for most, as one would expect of them.
  const player = `Racer ${Math.floor(players * (((number * 7_919) % 10_007) / 10_007) ** 2) + 1}`
  return number % 3 === 2
    ? ({ kind: 'profile', player } as const)
    : ({ kind: 'board', window, lang, limit } as const)
}

const pathOf = (wish: ReturnType<typeof wishOf>): string =>
  wish.kind === 'profile'
    ? `/api/players/${encodeURIComponent(wish.player)}`
    : `/api/leaderboard?window=${wish.window}&limit=${wish.limit}${wish.lang === undefined ? '' : `&lang=${wish.lang}`}`

/** Asks at its own pace, whether or not answers come. */
const ask = async (port: number, agent: Agent, seconds: number, players: number) => {
  const answers: Promise<number>[] = []
  const startedAt = performance.now()
  for (let number = 0; number < PER_SECOND * seconds; number++) {
    const due = startedAt + (1_000 * number) / PER_SECOND
    await pause(Math.max(0, due - performance.now()))
    answers.push(answer(port, agent, pathOf(wishOf(number, players)), number))
  }
  return quantiles(await Promise.all(answers))
}

const answer = (port: number, agent: Agent, path: string, number: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const askedAt = performance.now()
    const localAddress = `127.0.0.${2 + (number % ADDRESSES)}`
    get({ host: '127.0.0.1', port, path, agent, localAddress }, response => {
      response.resume()
      response.once('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - askedAt)
        else reject(new Error(`${path}: ${response.statusCode}`))
      })
    }).once('error', reject)
  })

const costOfQuery = async (databaseUrl: string, postgresPid: number, players: number): Promise<number> => {
  const scores = openScores({ databaseUrl, poolMax: 1 })
  const run = async (from: number, count: number) => {
    for (let number = from; number < from + count; number++) {
      const wish = wishOf(number, players)
      if (wish.kind === 'profile') await scores.playerProfile(wish.player)
      else await scores.leaderboard({ ...wish, at: Date.now() })
    }
  }
  await run(0, QUERIES / 10)
  const before = familyCpuMs(postgresPid)
  await run(QUERIES, QUERIES)
  const us = ((familyCpuMs(postgresPid) - before) * 1_000) / QUERIES
  await scores.close()
  return us
}
