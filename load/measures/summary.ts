import { table } from '../../infra/test/table.ts'
import { METRICS } from './metrics.ts'

type Metric = {
  readonly values: Readonly<Record<string, number>>
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>
}

/** What was measured, by metric, as k6 tells it. */
export type Measured = Readonly<Record<string, Metric>>

export const TREND_STATS = ['med', 'p(95)', 'p(99)', 'max', 'count'] as const
/** All that a trend, a rate or a counter may have, in the order in which it is shown. */
const STATS = [...TREND_STATS, 'rate', 'passes', 'fails'] as const
/** k6 counts these by itself. */
const COUNTED_BY_K6 = ['ws_msgs_sent', 'ws_msgs_received']

/** Prints what was measured, and whether what must hold did. A metric to which nothing was added is left out. */
export const report = (title: string, measured: Measured): boolean => {
  const rows = [...Object.keys(METRICS), ...COUNTED_BY_K6].flatMap(name => {
    const { values = {}, thresholds = {} } = measured[name] ?? {}
    const figures = STATS.flatMap(stat =>
      values[stat] === undefined ? [] : [`${stat} ${Number(values[stat].toFixed(2))}`],
    )
    const bounds = Object.entries(thresholds).map(([bound, { ok }]) => `${bound} ${ok ? 'holds' : 'BROKEN'}`)
    const isEmpty = bounds.length === 0 && !Object.values(values).some(Boolean)
    return isEmpty ? [] : [[name, figures.join(', '), bounds.join(', ')]]
  })
  process.stdout.write(`\n${title}\n\n${table(['metric', 'measured', 'bound'], rows)}\n`)
  return brokenIn(measured).length === 0
}

/** The thresholds that broke, as `metric bound`. */
export const brokenIn = (measured: Measured): readonly string[] =>
  Object.entries(measured).flatMap(([name, { thresholds = {} }]) =>
    Object.entries(thresholds).flatMap(([bound, { ok }]) => (ok ? [] : [`${name} ${bound}`])),
  )
