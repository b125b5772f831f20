import { offlineSpansOf, type ProgressCurve, progressCurve } from '@ketik/race'
import type { RaceResultRow, RaceResults } from '@ketik/scores'
import type { ActiveRow, RaceUnderWay } from './race-under-way.ts'

type Offline = { readonly offlineMs?: number }

/** A race as anyone may see it who may see the race: figures and curves, and neither keys nor player ids. */
export type RaceRecord = Pick<RaceResults, 'id' | 'text' | 'startsAt' | 'endedAt' | 'cancelled'> & {
  readonly rows: readonly ((RaceResultRow & Offline) | (ActiveRow & Offline))[]
  readonly curves: { readonly [seat: string]: ProgressCurve }
}

export const raceRecord = ({
  id,
  text,
  startsAt,
  endedAt,
  cancelled,
  rows,
  keyLogs,
}: RaceResults | RaceUnderWay): RaceRecord => ({
  id,
  text,
  startsAt,
  endedAt,
  cancelled,
  rows: rows.map(row => {
    const spans = offlineSpansOf(keyLogs[row.seat] ?? [])
    const offlineMs = Math.round(spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0))
    return offlineMs === 0 ? row : { ...row, offlineMs }
  }),
  curves: Object.fromEntries(
    Object.entries(keyLogs).flatMap(([seat, keys]) =>
      text.text === undefined ? [] : [[seat, progressCurve(text.text, keys)]],
    ),
  ),
})
