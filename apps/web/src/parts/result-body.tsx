import { type Figures, figuresOf, graphemes, type LoggedKey, offlineSpansOf, WPM_FACTOR } from '@ketik/race'
import { useMemo } from 'preact/hooks'
import { offlineSpans } from '../chart/offline-spans.ts'
import { wpmOverTime } from '../chart/wpm-over-time.ts'
import type { Curves } from '../rest/race-record.ts'
import { oneDecimal, orDash, share, whole, words } from '../words/spoken.ts'
import type { Words } from '../words/words.ts'
import { FlawsWeave } from './flaws-weave.tsx'
import { LinesChart } from './lines-chart.tsx'
import { MissedKeys } from './missed-keys.tsx'
import type { ResultRow } from './result-row.ts'
import { Standings } from './standings.tsx'
import { Tally } from './tally.tsx'

type Props = {
  readonly text: { readonly text?: string; readonly source?: string; readonly licence?: string }
  readonly rows: readonly ResultRow[]
  readonly curves: Curves
  /** The viewer's own seat, and the keys of it where they are known. */
  readonly mine: number | null
  readonly keys: readonly LoggedKey[] | undefined
}

/** Everything a race leaves behind: places, speed over time, figures and missed keys. */
export const ResultBody = ({ text, rows, curves, mine, keys: own }: Props) => {
  const w = words.value
  const raced = text.text
  const figures = useMemo(
    () => (raced === undefined || own === undefined || own.length === 0 ? null : figuresOf(raced, own)),
    [raced, own],
  )
  const series = useMemo(
    () => (raced === undefined ? [] : seriesOf(graphemes(raced).length, rows, curves, { mine, figures })),
    [raced, rows, curves, mine, figures],
  )
  const marked = useMemo(
    () => rows.map(row => (row.seat === mine ? withOffline(row, own) : row)),
    [rows, mine, own],
  )
  const spans = useMemo(() => spansOf(rows, mine, own, w), [rows, mine, own, w])
  return (
    <>
      {figures !== null && <Tally figures={tallyOf(w, { ...figures, ...officialOf(rows, mine) })} />}
      <div class="halves">
        <section class="part" aria-labelledby="chart-title">
          <h2 id="chart-title">{w.chartTitle}</h2>
          {series.length > 0 ? (
            <LinesChart
              series={series}
              label={w.chartTitle}
              inUnit={wpm => w.inWpm(oneDecimal(wpm))}
              spans={spans}
            />
          ) : (
            <p class="soft">{w.chartMissing}</p>
          )}
        </section>
        <section class="part" aria-labelledby="standings-title">
          <h2 id="standings-title">{w.resultTable}</h2>
          <Standings rows={marked} mine={mine} />
        </section>
      </div>
      {figures !== null && raced !== undefined && own !== undefined && (
        <section class="part" aria-labelledby="missed-title">
          <h2 id="missed-title">{w.missedTitle}</h2>
          <FlawsWeave text={raced} keys={own} />
          <MissedKeys missed={figures.missed} />
        </section>
      )}
      {text.source !== undefined && text.licence !== undefined && (
        <p class="soft">{w.replaySource(text.source, text.licence)}</p>
      )}
    </>
  )
}

type Own = { readonly mine: number | null; readonly figures: Figures | null }

const seriesOf = (chars: number, rows: readonly ResultRow[], curves: Curves, { mine, figures }: Own) =>
  rows.flatMap(({ seat, username, wpm: official }) => {
    const curve = curves[seat] ?? []
    const [endMs, percent] = curve.at(-1) ?? [0, 0]
    if (endMs <= 0) return []
    const { seconds, wpm } = wpmOverTime(chars, curve)
    const own = seat === mine ? figures?.wpm : undefined
    const average = official ?? own ?? (WPM_FACTOR * chars * percent) / 100 / endMs
    return [{ label: username, mine: seat === mine, x: seconds, y: wpm, average }]
  })

const spansOf = (
  rows: readonly ResultRow[],
  mine: number | null,
  keys: readonly LoggedKey[] | undefined,
  w: Words,
) => {
  const own = rows.find(({ seat }) => seat === mine)
  return own === undefined || keys === undefined ? [] : offlineSpans(own.username, keys, w, oneDecimal)
}

const withOffline = (row: ResultRow, keys: readonly LoggedKey[] = []): ResultRow => ({
  offlineMs: offlineSpansOf(keys).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
  ...row,
})

/** One run has one speed: the figures that the server stored stand in front of what this page computed. */
const officialOf = (rows: readonly ResultRow[], mine: number | null): Partial<Figures> => {
  const own = rows.find(({ seat }) => seat === mine)
  if (own?.state !== 'finished' || own.wpm === undefined) return {}
  const { wpm, raw = null, accuracy = null, consistency = null, offlineMs } = own
  return { wpm, raw, accuracy, consistency, ...(offlineMs === undefined ? {} : { offlineMs }) }
}

const SECOND_MS = 1_000

const tallyOf = (w: Words, { wpm, raw, accuracy, consistency, offlineMs = 0 }: Figures) => {
  const offline = [w.offline, `${oneDecimal(offlineMs / SECOND_MS)} ${w.seconds}`] as const
  return [
    [w.wpm, oneDecimal(wpm)],
    [w.raw, orDash(raw, oneDecimal)],
    [w.accuracy, orDash(accuracy, share)],
    [w.consistency, orDash(consistency, whole)],
    ...(offlineMs > 0 ? [offline] : []),
  ] as const
}
