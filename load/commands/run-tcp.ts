import { connectTcp } from '@ketik/client/tcp'
import { quantile } from '../../infra/test/quantile.ts'
import { playDuel } from '../bots/play-duel.ts'
import { METRICS, type Meter } from '../measures/metrics.ts'
import type { Measured } from '../measures/summary.ts'

/** Races between players over raw TCP, through doors named `host:port`, and what they showed. */
export const runTcp = async (players: number, races: number, doors: readonly string[]): Promise<Measured> => {
  const run = Date.now().toString(36).slice(-5)
  const added = new Map<string, number[]>(Object.keys(METRICS).map(name => [name, []]))
  const meter: Meter = (name, value, note) => {
    added.get(name)?.push(value)
    if (note !== undefined) console.warn(note)
  }
  const connect = (door: number) => {
    const [host = '', port] = doors[door % doors.length]?.split(':') ?? []
    return connectTcp({ host, port: Number(port) })
  }
  const raceOn = async (table: number): Promise<void> => {
    for (let round = 0; round < races; round++)
      await playDuel({ run, table, round, kinds: ['keys', 'keys'], connect, meter })
  }
  await Promise.all(Array.from({ length: Math.floor(players / 2) }, (_, table) => raceOn(table)))
  const metrics = Object.entries(METRICS).map(([name, kind]) => [
    name,
    { values: valuesOf(kind, added.get(name) ?? []) },
  ])
  return Object.fromEntries(metrics)
}

/** As k6 would tell them. */
const valuesOf = (kind: string, added: readonly number[]): Readonly<Record<string, number>> => {
  const sum = added.reduce((total, value) => total + value, 0)
  if (kind === 'counter') return { count: sum }
  if (kind === 'rate') return { rate: sum / added.length, passes: sum, fails: added.length - sum }
  return {
    med: quantile(added, 0.5),
    'p(95)': quantile(added, 0.95),
    'p(99)': quantile(added, 0.99),
    max: quantile(added, 1),
    count: added.length,
  }
}
