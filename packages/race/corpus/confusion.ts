import {
  arrivalFigures,
  figuresOf,
  graphemes,
  type Plausibility,
  PRINTS_IN_COMMON_MIN,
  plausibilityOf,
  printsInCommon,
  rhythmPrints,
} from '../src/index.ts'
import { CHEATS, CHEATS_IN_DOUBT, type Cheat, type Cheated } from './cheats.ts'
import { HONEST_IN_DOUBT, HONEST_TYPISTS } from './honest-typists.ts'
import { type Random, randomFrom } from './random.ts'

export type Verdict = Plausibility['verdict']

/** How one typist or cheat fared, in shares of all seeds. */
export type Row = {
  readonly name: string
  readonly shares: Readonly<Record<Verdict, number>>
  /** Signals by how often they spoke, the most frequent first. */
  readonly signals: readonly string[]
}

export type Confusion = Readonly<Record<keyof typeof GROUPS, readonly Row[]>>

/** What is expected of each group. */
export const GROUPS = {
  honest: 'Honest: never refused, at most 1 % of a row in review, above 216 wpm 3 %',
  'honest, in doubt': 'Honest, and like a program in what is looked at: never refused',
  cheats: 'Cheats: refused or in review',
  'cheats, in doubt': 'Cheats that look like a hand: caught as often as it says',
} as const

const TYPISTS: Readonly<Record<keyof typeof GROUPS, readonly Cheat[]>> = {
  honest: HONEST_TYPISTS,
  'honest, in doubt': HONEST_IN_DOUBT,
  cheats: CHEATS,
  'cheats, in doubt': CHEATS_IN_DOUBT,
}

/** Judges so many logs of every typist and cheat. */
export function confusion(seeds: number): Confusion {
  const rows = (group: keyof typeof GROUPS) => TYPISTS[group].map(typist => rowOf(typist, seeds))
  return {
    honest: rows('honest'),
    'honest, in doubt': rows('honest, in doubt'),
    cheats: rows('cheats'),
    'cheats, in doubt': rows('cheats, in doubt'),
  }
}

/** Of a row's own: equal seeds of two typists must not make alike hands. */
export function seededFor(name: string, seed: number): Random {
  let hash = seed
  for (const unit of name) hash = Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)
  return randomFrom(hash)
}

/** The verdict on a finish, and on whether the log is another's, as settling finds it. */
export function judge(cheated: Cheated): { readonly verdict: Verdict; readonly signals: readonly string[] } {
  const { verdict, signals } = plausibilityOf(finishOf(cheated))
  const kinds: string[] = signals.map(({ kind }) => kind)
  if (!isReplayed(cheated)) return { verdict, signals: kinds }
  return { verdict: verdict === 'accepted' ? 'review' : verdict, signals: [...kinds, 'replay'] }
}

function finishOf({ text, keys, arrived }: Cheated): Parameters<typeof plausibilityOf>[0] {
  if (arrived === undefined) return { timed: 'keys', figures: figuresOf(text, keys), keys }
  const figures = arrivalFigures(graphemes(text).length, arrived.afterMs)
  return {
    timed: 'arrival',
    figures,
    ...(arrived.saysWpm === undefined ? {} : { claimedWpm: arrived.saysWpm }),
  }
}

function isReplayed({ keys, stolen }: Cheated): boolean {
  return (
    stolen !== undefined && printsInCommon(rhythmPrints(keys), rhythmPrints(stolen)) >= PRINTS_IN_COMMON_MIN
  )
}

function rowOf({ name, type }: Cheat, seeds: number): Row {
  const counts: Record<Verdict, number> = { accepted: 0, review: 0, refused: 0 }
  const spoke = new Map<string, number>()
  for (let seed = 0; seed < seeds; seed++) {
    const { verdict, signals } = judge(type(seededFor(name, seed)))
    counts[verdict]++
    for (const signal of signals) spoke.set(signal, (spoke.get(signal) ?? 0) + 1)
  }
  return {
    name,
    shares: {
      accepted: counts.accepted / seeds,
      review: counts.review / seeds,
      refused: counts.refused / seeds,
    },
    signals: [...spoke].sort(([, one], [, other]) => other - one).map(([signal]) => signal),
  }
}

/** As Markdown, one table with a line for each group. */
export function confusionTable(table: Confusion): string {
  const lines = ['| who types | accepted | review | refused | signals |', '| --- | --- | --- | --- | --- |']
  for (const group of Object.keys(GROUPS) as (keyof typeof GROUPS)[]) {
    lines.push(`| **${GROUPS[group]}** | | | | |`)
    for (const { name, shares, signals } of table[group]) {
      const { accepted, review, refused } = shares
      lines.push(
        `| ${name} | ${percent(accepted)} | ${percent(review)} | ${percent(refused)} | ${signals.join(', ')} |`,
      )
    }
  }
  return lines.join('\n')
}

const percent = (share: number): string => (share === 0 ? '–' : `${Math.round(share * 1_000) / 10} %`)
