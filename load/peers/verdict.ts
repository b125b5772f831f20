import { table } from '../../infra/test/table.ts'

/** One row of the yardstick: a bar, and what was measured. */
export type Verdict = {
  readonly row: string
  readonly bar: string
  readonly measured: string
  readonly met: boolean
}

export const atMost = (row: string, bar: number, measured: number): Verdict => ({
  row,
  bar: `≤ ${bar}`,
  measured: shown(measured),
  met: measured <= bar,
})

export const exactly = (row: string, bar: number, measured: number): Verdict => ({
  row,
  bar: `${bar}`,
  measured: shown(measured),
  met: measured === bar,
})

export const verdictTable = (verdicts: readonly Verdict[]): string =>
  table(
    ['row', 'bar', 'measured', 'verdict'],
    verdicts.map(({ row, bar, measured, met }) => [row, bar, measured, met ? 'met' : 'missed']),
  )

const shown = (value: number): string =>
  Number.isInteger(value) ? `${value}` : value.toFixed(Math.abs(value) < 10 ? 2 : 0)
