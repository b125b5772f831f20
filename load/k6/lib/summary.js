import { run, summaryFile, vus } from './settings.js'

/** What is worth reading, in this order; a metric nobody added to is left out. */
const TRENDS = ['login_ms', 'match_ms', 'start_late_ms', 'start_skew_ms', 'relay_ms', 'back_ms', 'chat_ms']
const RATES = ['logged_in', 'came_back', 'race_ended', 'race_stored', 'heard_all']
const COUNTERS = [
  'keys_sent',
  'updates_sent',
  'ws_msgs_sent',
  'ws_msgs_received',
  'batches_again',
  'refusals',
]
const STATS = ['med', 'p(95)', 'p(99)', 'max']

/** For `handleSummary`: a table to read on stdout, and everything as JSON in the file that SUMMARY names. */
export const summarize = (script, data) => {
  const seconds = data.state.testRunDurationMs / 1_000
  const lines = [
    `${script}: ${vus} VUs, ${seconds.toFixed(1)} s (run ${run})`,
    row('', [...STATS, 'count']),
    ...TRENDS.flatMap(name => present(data, name, values => trendRow(name, values))),
    ...RATES.flatMap(name => present(data, name, values => rateRow(name, values))),
    ...COUNTERS.flatMap(name => present(data, name, ({ count }) => row(name, [String(count)]))),
    ...verdicts(data),
  ]
  const json = JSON.stringify({ script, vus, seconds, metrics: data.metrics }, null, 2)
  return {
    stdout: `\n${lines.join('\n')}\n`,
    ...(summaryFile === undefined ? {} : { [summaryFile]: json }),
  }
}

const present = (data, name, show) => {
  const metric = data.metrics[name]
  return metric === undefined || metric.values.count === 0 ? [] : [show(metric.values)]
}

const trendRow = (name, values) =>
  row(name, [...STATS.map(stat => values[stat].toFixed(1)), String(values.count)])

const rateRow = (name, { rate, passes, fails }) =>
  row(name, [`${(100 * rate).toFixed(2)} %`, `${passes} of ${passes + fails}`])

const verdicts = data =>
  Object.entries(data.metrics).flatMap(([name, { thresholds = {} }]) =>
    Object.entries(thresholds).map(([bound, { ok }]) => `  ${ok ? 'holds ' : 'BROKEN'}  ${name} ${bound}`),
  )

const row = (name, cells) => `  ${name.padEnd(18)}${cells.map(cell => cell.padStart(12)).join('')}`
