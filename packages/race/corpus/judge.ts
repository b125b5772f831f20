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
import type { Cheated } from './cheat.ts'

export type Verdict = Plausibility['verdict']

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
