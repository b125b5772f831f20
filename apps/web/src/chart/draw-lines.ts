import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { dashOf } from './dashes.ts'

export type Series = {
  readonly label: string
  readonly mine: boolean
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export type Chart = { destroy(): void }

/** Draws lines over a common x axis into `root`, in the colours of the theme, as wide as `root` is. */
export const drawLines = (
  root: HTMLElement,
  series: readonly Series[],
  height: number,
  xUnit = 's',
): Chart => {
  const { data, labels } = joined(series)
  const style = getComputedStyle(root)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const font = `${Math.round(Number.parseFloat(style.fontSize) * 0.8)}px ${colour('--sans')}`
  const axis = {
    stroke: colour('--soft'),
    font,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  const chart = new uPlot(
    {
      width: Math.max(200, root.clientWidth),
      height,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(10, max * 1.1)] } },
      axes: [
        { ...axis, size: 30, values: (_, ticks) => ticks.map(tick => `${tick} ${xUnit}`.trim()) },
        { ...axis, size: 48 },
      ],
      series: [
        {},
        ...labels.map(({ label, mine }, index) => ({
          label,
          stroke: mine ? colour('--accent') : colour('--soft'),
          width: mine ? 3 : 1.75,
          dash: mine ? [] : [...dashOf(index)],
          points: { show: false },
          spanGaps: true,
        })),
      ],
    },
    data,
    root,
  )
  const sizes = new ResizeObserver(() => chart.setSize({ width: Math.max(200, root.clientWidth), height }))
  sizes.observe(root)
  return {
    destroy: () => {
      sizes.disconnect()
      chart.destroy()
    },
  }
}

/** uPlot wants one x for all lines, and `null` where a line has no point. */
const joined = (
  series: readonly Series[],
): { data: uPlot.AlignedData; labels: readonly { label: string; mine: boolean }[] } => {
  const xs = [...new Set(series.flatMap(({ x }) => x))].sort((one, other) => one - other)
  const index = new Map(xs.map((x, at) => [x, at]))
  const lines = series.map(({ x, y }) => {
    const line: (number | null)[] = new Array(xs.length).fill(null)
    x.forEach((at, point) => {
      line[index.get(at) ?? 0] = y[point] ?? null
    })
    return line
  })
  return { data: [xs, ...lines], labels: series }
}
