import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../app.tsx'
import { dashOf } from '../chart/dashes.ts'
import type { Series, Span } from '../chart/draw-lines.ts'
import { useLate } from '../late/use-late.ts'
import { theme } from '../settings/settings.ts'
import { isolated } from '../words/isolated.ts'
import { words } from '../words/spoken.ts'
import { Sentence, Theirs } from './theirs.tsx'

type Props = {
  readonly series: readonly Series[]
  readonly label: string
  /** A value of the y axis with its unit, for the description in words. */
  readonly inUnit: (value: number) => string
  /** Parts of the x axis that are marked. */
  readonly spans?: readonly Span[]
  readonly height?: number
}

const HEIGHT_PX = 300
const NO_SPANS: readonly Span[] = []

/** A line chart; its library comes only now. Beside it stands the same in words. */
export const LinesChart = ({ series, label, inUnit, spans = NO_SPANS, height = HEIGHT_PX }: Props) => {
  const { doors } = useApp()
  const root = useRef<HTMLDivElement>(null)
  const late = useLate('chart')
  const drawLines = late.state === 'ready' ? late.part : null
  const shade = theme.value
  // Another theme has other colours.
  useEffect(() => {
    if (drawLines === null || root.current === null) return
    const chart = drawLines(root.current, series, { height, spans })
    return () => chart.destroy()
  }, [drawLines, series, spans, height, shade])
  const w = words.value
  return (
    <figure class="chart">
      <div ref={root} class="plot" role="img" aria-label={label} style={{ height: `${height}px` }} />
      {late.state === 'loading' && <p class="soft loading">{w.chartLoading}</p>}
      {late.state === 'failed' && (
        <p class="soft loading">
          {w.chartFailed}{' '}
          <button class="button bare" type="button" onClick={doors.reload.now}>
            {w.reload}
          </button>
        </p>
      )}
      <figcaption class={series.length > 1 ? 'legend' : 'unseen'}>
        {series.map((line, index) => (
          <span key={line.label}>
            <svg viewBox="0 0 32 12" aria-hidden="true">
              <path
                d="M0 6H32"
                fill="none"
                class={line.mine ? 'mine' : ''}
                stroke-dasharray={line.mine ? undefined : dashOf(index).join(' ')}
              />
            </svg>
            <Theirs text={line.label} />
            <span class={late.state === 'failed' ? 'soft' : 'unseen'}>
              {' '}
              <Sentence
                text={w.chartSummary(
                  isolated(line.label),
                  inUnit(line.average),
                  inUnit(Math.max(line.average, ...line.y)),
                )}
              />
            </span>
          </span>
        ))}
      </figcaption>
      {spans.length > 0 && (
        <ul class="soft spans">
          {spans.map(span => (
            <li key={`${span.text} ${span.from}`}>
              <Sentence text={span.text} />
            </li>
          ))}
        </ul>
      )}
    </figure>
  )
}
