import { disperse, ketikCrowd, pause } from '../crowd.ts'
import { frameOf } from '../generator/raw-socket.ts'
import { Samples } from '../generator/samples.ts'
import { table } from '../table.ts'
import { startKetik } from '../targets/ketik-target.ts'

const PLAYERS = 2_000
const WITHIN_MS = 1_000
const SLICES = 100
const AT_ONCE = 64
const STARTED_WITHIN_MS = 30_000

type Player = { askedAt: number; matchedAt: number; startedAt: number; opponent: string }

/** All ask for a race within a second: how long each waits, and how far apart the two starts of a race are. */
export const measureMatchmaking = async (say: (line: string) => void) => {
  const ketik = await startKetik()
  const players = new Map<string, Player>()
  const clients = await ketikCrowd(ketik.ports, PLAYERS, AT_ONCE, (name, text) => {
    const player = players.get(name)
    if (player === undefined) return
    if (text.startsWith('{"status":"matched"')) {
      player.matchedAt = performance.now()
      player.opponent = (JSON.parse(text) as { opponent: string }).opponent
    } else if (text.startsWith('{"type":"start_game"')) player.startedAt = performance.now()
  })
  for (let slice = 0; slice < SLICES; slice++) {
    for (const { name, socket } of clients.filter((_, number) => number % SLICES === slice)) {
      players.set(name, { askedAt: performance.now(), matchedAt: 0, startedAt: 0, opponent: '' })
      socket.send(frameOf('{"type":"req_matchmaking"}'))
    }
    await pause(WITHIN_MS / SLICES - 1)
  }
  const until = performance.now() + STARTED_WITHIN_MS
  const all = () => [...players.values()]
  while (all().some(({ startedAt }) => startedAt === 0) && performance.now() < until) await pause(100)
  const waits = new Samples()
  const apart = new Samples()
  for (const { askedAt, matchedAt, startedAt, opponent } of all()) {
    if (matchedAt > 0) waits.add(matchedAt - askedAt)
    const other = players.get(opponent)
    if (startedAt > 0 && other !== undefined) apart.add(Math.abs(startedAt - other.startedAt))
  }
  const matched = all().filter(({ matchedAt }) => matchedAt > 0).length
  await disperse(clients)
  await ketik.close()
  const figures = { matched, waitMs: waits.quantiles(), apartMs: apart.quantiles() }
  say(`${matched} of ${PLAYERS} matched, p99 ${figures.waitMs.p99.toFixed(0)} ms`)
  const row = (what: string, { p50, p95, p99 }: typeof figures.waitMs) =>
    [what, p50, p95, p99].map(cell => (typeof cell === 'string' ? cell : cell.toFixed(1)))
  const rows = [
    row('from asking to matched, ms', figures.waitMs),
    row('two starts of a race apart, ms', figures.apartMs),
  ]
  return { figures, text: `${matched} of ${PLAYERS} matched\n\n${table(['', 'p50', 'p95', 'p99'], rows)}` }
}
