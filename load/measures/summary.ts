import { table } from '../../infra/test/table.ts'
import { BOUNDS, METRICS } from './metrics.ts'

type Values = Readonly<Record<string, number>>

/** What was measured, by metric, as k6 tells it. */
export type Measured = Readonly<Record<string, { readonly values: Values }>>

export const TREND_STATS = ['med', 'p(95)', 'p(99)', 'max', 'count'] as const
/** All that a trend, a rate or a counter may have, in the order in which it is shown. */
const STATS = [...TREND_STATS, 'rate', 'passes', 'fails'] as const
/** k6 counts these by itself. */
const COUNTED_BY_K6 = ['ws_msgs_sent', 'ws_msgs_received']

/** Prints what was measured, and whether what must hold did. A metric to which nothing was added is left out. */
export const report = (title: string, load: keyof typeof BOUNDS, measured: Measured): boolean => {
  const bounds = new Map(Object.entries(BOUNDS[load]))
  const broken = brokenIn(load, measured)
  const rows = [...Object.keys(METRICS), ...COUNTED_BY_K6].flatMap(name => {
    const { values = {} } = measured[name] ?? {}
    const figures = STATS.flatMap(stat =>
      values[stat] === undefined ? [] : [`${stat} ${Number(values[stat].toFixed(2))}`],
    )
    const bound = bounds.get(name)
    if (bound === undefined)
      return Object.values(values).some(Boolean) ? [[name, figures.join(', '), '']] : []
    return [
      [name, figures.join(', '), `${bound} ${broken.includes(`${name} ${bound}`) ? 'BROKEN' : 'holds'}`],
    ]
  })
  process.stdout.write(`\n${title}\n\n${table(['metric', 'measured', 'bound'], rows)}\n`)
  return broken.length === 0
}

/** The bounds that broke, as `metric bound`. Where nothing was measured none breaks. */
export const brokenIn = (load: keyof typeof BOUNDS, measured: Measured): readonly string[] =>
  Object.entries(BOUNDS[load]).flatMap(([metric, bound]) => {
    const values = measured[metric]?.values
    return values === undefined || holds(values, bound) ? [] : [`${metric} ${bound}`]
  })

/** `p(95)<100`, `rate==1` */
const holds = (values: Values, bound: string): boolean => {
  const [, stat = '', relation, limit] = /^(.+?)(==|<)(\d+)$/.exec(bound) ?? []
  const value = values[stat] ?? Number.NaN
  return relation === '<' ? value < Number(limit) : value === Number(limit)
}
