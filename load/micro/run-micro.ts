import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Bench } from 'tinybench'
import { WrongUse } from '../../infra/local/command-line.ts'
import { table } from '../../infra/test/table.ts'
import { subjects } from './subjects.ts'

const baselineFile = join(import.meta.dirname, 'baseline.json')
const SLOWER_BY = 0.25
/** A machine is never twice the same: only times relative to this one are compared. */
const YARDSTICK = 'batch of 125 entries, decode'

type Times = Readonly<Record<string, number>>

/** Times the parts of the hot path; `--save` keeps the medians, `--compare` fails when one has become slower. */
export const runMicro = async (args: readonly string[]): Promise<void> => {
  const unknown = args.find(arg => arg !== '--save' && arg !== '--compare')
  if (unknown !== undefined) throw new WrongUse(`micro takes --save or --compare, not "${unknown}"`)
  const times = await timeAll()
  const baseline = args.includes('--compare') ? readBaseline() : undefined
  const ratioOf = (name: string): number | undefined => {
    const [now, then] = [relative(times, name), baseline && relative(baseline, name)]
    return now === undefined || then === undefined ? undefined : now / then
  }
  const rows = Object.entries(times).map(([name, us]) => [
    name,
    us.toFixed(2),
    ...(baseline === undefined ? [] : [ratioOf(name)?.toFixed(2) ?? 'new']),
  ])
  process.stdout.write(`${table(['subject', 'median µs', ...(baseline ? ['÷ saved'] : [])], rows)}\n`)
  if (args.includes('--save')) writeFileSync(baselineFile, `${JSON.stringify(times, null, 2)}\n`)
  const slower = Object.keys(times).filter(name => (ratioOf(name) ?? 0) > 1 + SLOWER_BY)
  if (slower.length > 0) throw new WrongUse(`slower than saved: ${slower.join(', ')}`)
}

const timeAll = async (): Promise<Times> => {
  const bench = new Bench({ time: 300, warmupTime: 100 })
  for (const [name, subject] of Object.entries(subjects)) bench.add(name, subject)
  await bench.run()
  return Object.fromEntries(
    bench.tasks.map(({ name, result }) => {
      if (!('latency' in result)) throw new Error(`${name} could not be timed: ${result.state}`)
      return [name, Number((result.latency.p50 * 1_000).toFixed(3))]
    }),
  )
}

const relative = (times: Times, name: string): number | undefined => {
  const [own, yardstick] = [times[name], times[YARDSTICK]]
  return own === undefined || yardstick === undefined ? undefined : own / yardstick
}

const readBaseline = (): Times => {
  if (!existsSync(baselineFile)) throw new WrongUse('no baseline yet: npm run bench -- micro --save')
  return JSON.parse(readFileSync(baselineFile, 'utf8')) as Times
}
