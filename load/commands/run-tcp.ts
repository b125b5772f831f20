import { setTimeout as pause } from 'node:timers/promises'
import { quantile } from '../../infra/test/quantile.ts'
import { type DuelMeasures, tcpDuel } from '../bots/tcp-duel.ts'

/** As for WebSocket players (k6/race.js). */
const RELAY_P95_MS = 100
const SKEW_P99_MS = 25
const NEWCOMERS_PER_SECOND = 50

/** Races between players over raw TCP, and what they showed; answers whether every bound held. */
export const runTcp = async (players: number, races: number, doors: readonly string[]): Promise<boolean> => {
  const run = Date.now().toString(36).slice(-5)
  const tables = Array.from({ length: Math.floor(players / 2) }, (_, table) =>
    raceOn(table, races, doors, run),
  )
  const { measures, faults } = await sum(tables)
  return report(players, measures, faults)
}

type Table = { readonly measures: readonly DuelMeasures[]; readonly fault?: unknown }

const raceOn = async (
  table: number,
  races: number,
  doors: readonly string[],
  run: string,
): Promise<Table> => {
  const measures: DuelMeasures[] = []
  await pause((2_000 * table) / NEWCOMERS_PER_SECOND)
  try {
    for (let round = 0; round < races; round++) {
      const [one = '', other = one] = [doors[table % doors.length], doors[(table + 1) % doors.length]]
      measures.push(await tcpDuel([one, other], `${run}-${table}-${round}`, table + 1_000 * round))
    }
    return { measures }
  } catch (fault) {
    return { measures, fault }
  }
}

const sum = async (tables: readonly Promise<Table>[]) => {
  const all = await Promise.all(tables)
  return {
    measures: all.flatMap(({ measures }) => measures),
    faults: all.flatMap(({ fault }) => (fault === undefined ? [] : [fault])),
  }
}

const report = (players: number, measures: readonly DuelMeasures[], faults: readonly unknown[]): boolean => {
  const relays = measures.flatMap(({ relaysMs }) => relaysMs)
  const skews = measures.map(({ skewMs }) => skewMs)
  const bounds = [
    ['every race ends', faults.length === 0],
    [`relay p95 < ${RELAY_P95_MS} ms`, quantile(relays, 0.95) < RELAY_P95_MS],
    [`start skew p99 < ${SKEW_P99_MS} ms`, quantile(skews, 0.99) < SKEW_P99_MS],
  ] as const
  const lines = [
    `tcp: ${players} players, ${measures.length} races ended, ${faults.length} broke`,
    row('relay_ms', relays),
    row('start_skew_ms', skews),
    ...bounds.map(([bound, holds]) => `  ${holds ? 'holds ' : 'BROKEN'}  ${bound}`),
    ...faults.slice(0, 3).map(String),
  ]
  process.stdout.write(`\n${lines.join('\n')}\n`)
  return bounds.every(([, holds]) => holds)
}

const row = (name: string, values: readonly number[]): string => {
  const cells = [0.5, 0.95, 0.99, 1].map(share => quantile(values, share).toFixed(1).padStart(10))
  return `  ${name.padEnd(18)}${cells.join('')}  (median, p95, p99, max of ${values.length})`
}
