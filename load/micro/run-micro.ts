import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Bench } from 'tinybench'
import { readArguments, WrongUse } from '../../infra/local/command-line.ts'
import { table } from '../../infra/test/table.ts'
import { subjects } from './subjects.ts'

const baselineFile = join(import.meta.dirname, 'baseline.json')
const SLOWER_BY = 0.25
/** A machine is never twice the same: only times relative to this one are compared. */
const YARDSTICK = 'batch of 125 entries, decode'

type Times = Readonly<Record<string, number>>

/** Times the parts of the hot path; `--save` keeps the medians, `--compare` fails when one has become slower. */
export const runMicro = async (args: readonly string[]): Promise<void> => {
  const options = { save: { type: 'boolean' }, compare: { type: 'boolean' } } as const
  const { save, compare } = readArguments('npm run bench', { args: [...args], options }).values
  const times = await timeAll()
  const saved = compare ? readBaseline() : {}
  const ratioOf = (name: string) => toYardstick(times, name) / toYardstick(saved, name)
  const rows = Object.entries(times).map(([name, us]) => {
    const ratio = Number.isNaN(ratioOf(name)) ? 'new' : ratioOf(name).toFixed(2)
    return [name, us.toFixed(2), ...(compare ? [ratio] : [])]
  })
  process.stdout.write(`${table(['subject', 'median µs', ...(compare ? ['÷ saved'] : [])], rows)}\n`)
  if (save) writeFileSync(baselineFile, `${JSON.stringify(times, null, 2)}\n`)
  const slower = Object.keys(times).filter(name => ratioOf(name) > 1 + SLOWER_BY)
  if (slower.length > 0) throw new WrongUse(`slower than saved: ${slower.join(', ')}`)
}

const toYardstick = (all: Times, name: string): number =>
  (all[name] ?? Number.NaN) / (all[YARDSTICK] ?? Number.NaN)

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

const readBaseline = (): Times => {
  if (!existsSync(baselineFile)) throw new WrongUse('no baseline yet: npm run bench -- micro --save')
  return JSON.parse(readFileSync(baselineFile, 'utf8')) as Times
}
