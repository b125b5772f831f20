import { useEffect, useRef, useState } from 'preact/hooks'
import { dashOf } from '../chart/dashes.ts'
import type { Chart, Series } from '../chart/draw-lines.ts'
import { theme } from '../settings/settings.ts'
import { whole, words } from '../words/spoken.ts'

type Props = { readonly series: readonly Series[]; readonly label: string; readonly height?: number }

const HEIGHT_PX = 300

/** A line chart; its library comes only now. Beside it stands the same in words. */
export const LinesChart = ({ series, label, height = HEIGHT_PX }: Props) => {
  const root = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'drawn' | 'failed'>('loading')
  const shade = theme.value
  // Another theme has other colours.
  useEffect(() => {
    let chart: Chart | null = null
    let isWanted = true
    const draw = async (): Promise<void> => {
      try {
        const { drawLines } = await import('../chart/draw-lines.ts')
        if (!isWanted || root.current === null) return
        chart = drawLines(root.current, series, height)
        setState('drawn')
      } catch {
        // Away from the server the library cannot be fetched: the figures in words take its place.
        setState('failed')
      }
    }
    void draw()
    return () => {
      isWanted = false
      chart?.destroy()
    }
  }, [series, height, shade])
  return (
    <figure class="chart">
      <div ref={root} class="plot" role="img" aria-label={label} style={{ height: `${height}px` }} />
      {state === 'loading' && <p class="soft loading">{words.value.chartLoading}</p>}
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
            {line.label}
            <span class={state === 'failed' ? 'soft' : 'unseen'}>
              {' '}
              {words.value.chartSummary(line.label, whole(mean(line.y)), whole(Math.max(0, ...line.y)))}
            </span>
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
