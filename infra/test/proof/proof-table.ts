import { table } from '../table.ts'
import type { Bar } from './prove.ts'

type Assertion = {
  readonly title: string
  readonly status: string
  readonly meta?: { readonly bars?: readonly Bar[] }
}
type Report = { readonly testResults: readonly { readonly assertionResults: readonly Assertion[] }[] }

const HEAD = ['test', 'what', 'measured', 'bar', 'outcome']

/** A Markdown table of what vitest's JSON reporter wrote: a row for each bar, and one for each test without bars. */
export const proofTable = (report: string): string => {
  const { testResults } = JSON.parse(report) as Report
  const rows = testResults.flatMap(({ assertionResults }) => assertionResults).flatMap(rowsOf)
  return table(HEAD, rows)
}

const rowsOf = ({ title, status, meta }: Assertion): readonly (readonly string[])[] => {
  const bars = meta?.bars ?? []
  if (bars.length === 0) return [[title, '', '', '', status]]
  const rows = bars.map(({ what, measured, most, unit }) => [
    title,
    what,
    `${round(measured)} ${unit}`,
    `${most} ${unit}`,
    measured <= most ? 'met' : 'MISSED',
  ])
  const hasMissed = bars.some(({ measured, most }) => !(measured <= most))
  return status === 'failed' && !hasMissed ? [...rows, [title, '', '', '', status]] : rows
}

const round = (value: number): number => Number(value.toPrecision(4))
