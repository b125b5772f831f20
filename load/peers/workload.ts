import type { Target } from './targets/target.ts'

export type BenchOptions = {
  readonly targets: readonly Row[]
  readonly rounds: number
  readonly seconds: number
  /** Instead of the workload's own number, for short runs. */
  readonly races?: number | undefined
  /** A file for the CPU profile of a Ketik gateway in the last round of races. */
  readonly profile?: string | undefined
}

/** A row of a table: what is started for it in each round. */
export type Row<T extends Target = Target> = {
  readonly name: string
  /** Runs on packages of others, which `competitors` installs from a lockfile of its own. */
  readonly isCompetitor?: true
  /** `profileFile`: where a target that can be profiled leaves its profile. */
  start(profileFile: string | undefined): Promise<T>
}

export type Figures = Readonly<Record<string, number>>

/** How a figure is shown, with so many digits behind the point; the median of all rounds unless `over` says otherwise. */
type Column = readonly [title: string, digits: number, over?: (values: readonly number[]) => number]

/** What a row is held to: at most that much, or `exactly`. */
export type Bar = {
  readonly what: string
  readonly row: string
  readonly figure: string
  readonly most?: number
  readonly exactly?: number
}

export type Workload<T extends Target = Target> = {
  readonly name: string
  about(options: BenchOptions): string
  rows(options: BenchOptions): readonly Row<T>[]
  measure(target: T, row: string, options: BenchOptions): Promise<Figures>
  /** Measured in one round, however many are asked for. */
  readonly isOnce?: true
  /** By the name of the figure, in the order of the table. */
  readonly columns: Readonly<Record<string, Column>>
  /** Figures that are ratios: each of another figure, to that of the row `to` in the same round. */
  readonly ratios?: { readonly to: string; readonly of: Readonly<Record<string, string>> }
  readonly bars: readonly Bar[]
  /** Why a row's figures should not be believed, a line for each reason. */
  doubts?(row: string, figures: Figures): readonly string[]
}
