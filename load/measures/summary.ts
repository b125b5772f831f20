import { table } from '../../infra/test/table.ts'
import { METRICS } from './metrics.ts'

type Values = Readonly<Record<string, number>>

/** What was measured, by metric, as k6 tells it. */
export type Measured = Readonly<
  Record<
    string,
    { readonly values: Values; readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>> }
  >
>

export const TREND_STATS = ['med', 'p(95)', 'p(99)', 'max', 'count'] as const
/** k6 counts these by itself. */
const COUNTED_BY_K6 = { ws_msgs_sent: 'counter', ws_msgs_received: 'counter' } as const

/** Prints what was measured; a metric to which nothing was added is left out. Answers whether every threshold held. */
export const report = (title: string, measured: Measured): boolean => {
  const rows = (of: string, show: (values: Values) => readonly string[]) =>
    Object.entries({ ...METRICS, ...COUNTED_BY_K6 }).flatMap(([name, kind]) => {
      const { values = {} } = measured[name] ?? {}
      return kind === of && Object.values(values).some(Boolean) ? [[name, ...show(values)]] : []
    })
  const verdicts = verdictsOf(measured)
  const lines = [
    title,
    table(
      ['ms', ...TREND_STATS],
      rows('trend', values => TREND_STATS.map(stat => `${Number(values[stat]?.toFixed(1))}`)),
      true,
    ),
    ...rows('rate', ({ rate = 0, passes = 0, fails = 0 }) => [
      `${(100 * rate).toFixed(2)} %`,
      `${passes} of ${passes + fails}`,
    ]).map(row => `  ${row.join('  ')}`),
    ...rows('counter', ({ count }) => [String(count)]).map(row => `  ${row.join('  ')}`),
    ...verdicts.map(({ bound, ok }) => `  ${ok ? 'holds ' : 'BROKEN'}  ${bound}`),
  ]
  process.stdout.write(`\n${lines.join('\n')}\n`)
  return verdicts.every(({ ok }) => ok)
}

/** What must hold, and whether it did. */
export const verdictsOf = (measured: Measured) =>
  Object.entries(measured).flatMap(([name, { thresholds = {} }]) =>
    Object.entries(thresholds).map(([bound, { ok }]) => ({ bound: `${name} ${bound}`, ok })),
  )
