import type { Cheat } from './cheat.ts'
import { CHEAT_GROUPS, type Group, HONEST_GROUPS } from './groups.ts'
import { judge, type Verdict } from './judge.ts'
import { type Half, randomOf } from './seeds.ts'
import { ERROR_SHARES, withErrors } from './with-errors.ts'

type Shares = Readonly<Record<Verdict, number>>

/** How one typist or cheat fared, in shares of all logs. */
export type Row = {
  readonly name: string
  readonly group: Group
  readonly shares: Shares
  /** Accepted with each share of errors; undefined for honest typists, who err by themselves. */
  readonly withErrors: readonly number[] | undefined
  /** Signals by how often they spoke, the most frequent first. */
  readonly signals: readonly string[]
}

/** How many logs to judge of each row: of typists, of cheats, and of cheats with each share of errors. */
export type Size = { readonly honest: number; readonly cheats: number; readonly erring: number }

export type Confusion = { readonly honest: readonly Row[]; readonly cheats: readonly Row[] }

/** Judges so many logs of every typist and cheat. */
export function confusion(half: Half, { honest, cheats, erring }: Size): Confusion {
  const rows = (groups: readonly Group[], logs: number, erring: number) =>
    groups.flatMap(group => group.typists.map(typist => rowOf(typist, group, half, logs, erring)))
  return { honest: rows(HONEST_GROUPS, honest, 0), cheats: rows(CHEAT_GROUPS, cheats, erring) }
}

function rowOf(typist: Cheat, group: Group, half: Half, logs: number, erring: number): Row {
  const { shares, signals } = tally(typist, half, logs)
  const errors = ERROR_SHARES.map(share => {
    const cheat = withErrors(typist, share)
    return tally({ ...cheat, name: `${typist.name} ${share}` }, half, erring).shares.accepted
  })
  return { name: typist.name, group, shares, withErrors: erring === 0 ? undefined : errors, signals }
}

function tally({ name, type }: Cheat, half: Half, logs: number): Pick<Row, 'shares' | 'signals'> {
  const counts: Record<Verdict, number> = { accepted: 0, review: 0, refused: 0 }
  const spoke = new Map<string, number>()
  for (let nth = 0; nth < logs; nth++) {
    const { verdict, signals } = judge(type(randomOf(name, half, nth)))
    counts[verdict]++
    for (const signal of signals) spoke.set(signal, (spoke.get(signal) ?? 0) + 1)
  }
  const share = (count: number): number => count / Math.max(1, logs)
  return {
    shares: {
      accepted: share(counts.accepted),
      review: share(counts.review),
      refused: share(counts.refused),
    },
    signals: [...spoke].sort(([, one], [, other]) => other - one).map(([signal]) => signal),
  }
}
