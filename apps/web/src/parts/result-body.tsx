import { type Figures, figuresOf, type LoggedKey, offlineSpansOf } from '@ketik/race'
import { useMemo } from 'preact/hooks'
import { offlineSpans } from '../chart/offline-spans.ts'
import { wpmOverTime } from '../chart/wpm-over-time.ts'
import { oneDecimal, share, whole, words } from '../words/spoken.ts'
import type { Words } from '../words/words.ts'
import { FlawsWeave } from './flaws-weave.tsx'
import { LinesChart } from './lines-chart.tsx'
import { MissedKeys } from './missed-keys.tsx'
import { Standings } from './standings.tsx'

export type ResultRow = {
  readonly seat: number
  readonly username: string
  readonly state: 'racing' | 'away' | 'finished' | 'left'
  readonly timed?: string
  readonly place?: number
  readonly wpm?: number
  readonly raw?: number | null
  readonly accuracy?: number | null
  readonly consistency?: number | null
  /** Milliseconds of the run that were typed offline. */
  readonly offlineMs?: number
}

type Logs = Readonly<Record<string, readonly LoggedKey[]>>

type Props = {
  readonly text: { readonly text?: string; readonly source?: string; readonly licence?: string }
  readonly rows: readonly ResultRow[]
  readonly logs: Logs
  /** The seat whose keys are looked at closely. */
  readonly mine: number | null
}

/** Everything a race leaves behind: places, speed over time, figures and missed keys. */
export const ResultBody = ({ text, rows, logs, mine }: Props) => {
  const w = words.value
  const raced = text.text
  const own = mine === null ? undefined : logs[mine]
  const figures = useMemo(
    () => (raced === undefined || own === undefined || own.length === 0 ? null : figuresOf(raced, own)),
    [raced, own],
  )
  const series = useMemo(
    () => (raced === undefined ? [] : seriesOf(raced, rows, logs, mine)),
    [raced, rows, logs, mine],
  )
  const marked = useMemo(() => rows.map(row => withOffline(row, logs[row.seat])), [rows, logs])
  const spans = useMemo(() => spansOf(rows, logs, mine, w), [rows, logs, mine, w])
  return (
    <>
      {figures !== null && <Tally figures={{ ...figures, ...officialOf(rows, mine) }} />}
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

const seriesOf = (text: string, rows: readonly ResultRow[], logs: Logs, mine: number | null) =>
  rows.flatMap(({ seat, username, wpm: official }) => {
    const log = logs[seat]
    if (log === undefined || log.length === 0) return []
    const { seconds, wpm } = wpmOverTime(text, log)
    const average = official ?? figuresOf(text, log).wpm
    return [{ label: username, mine: seat === mine, x: seconds, y: wpm, average }]
  })

const spansOf = (rows: readonly ResultRow[], logs: Logs, mine: number | null, w: Words) =>
  offlineSpans(
    rows.map(({ seat, username }) => ({ username, mine: seat === mine, keys: logs[seat] ?? [] })),
    w,
    oneDecimal,
  )

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

const Tally = ({ figures }: { readonly figures: Figures }) => {
  const w = words.value
  const { wpm, raw, accuracy, consistency, offlineMs = 0 } = figures
  return (
    <dl class="tally">
      <div class="first">
        <dt>{w.wpm}</dt>
        <dd>{oneDecimal(wpm)}</dd>
      </div>
      <div>
        <dt>{w.raw}</dt>
        <dd>{raw === null ? '–' : oneDecimal(raw)}</dd>
      </div>
      <div>
        <dt>{w.accuracy}</dt>
        <dd>{accuracy === null ? '–' : share(accuracy)}</dd>
      </div>
      <div>
        <dt>{w.consistency}</dt>
        <dd>{consistency === null ? '–' : whole(consistency)}</dd>
      </div>
      {offlineMs > 0 && (
        <div>
          <dt>{w.offline}</dt>
          <dd>
            {oneDecimal(offlineMs / SECOND_MS)} {w.seconds}
          </dd>
        </div>
      )}
    </dl>
  )
}
