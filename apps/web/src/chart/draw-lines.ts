import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { dashOf } from './dashes.ts'

export type Series = {
  readonly label: string
  readonly mine: boolean
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** What the description says of the whole line; a chart of a race has the official figure here. */
  readonly average: number
}

/** A part of the x axis that is marked, with the word for it and the sentence that says the same. */
export type Span = {
  readonly from: number
  readonly to: number
  readonly label: string
  readonly text: string
}

export type Chart = { destroy(): void }

/** Draws lines over a common x axis into `root`, in the colours of the theme, as wide as `root` is. */
export const drawLines = (
  root: HTMLElement,
  series: readonly Series[],
  { height, spans }: { readonly height: number; readonly spans: readonly Span[] },
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
      hooks: {
        drawClear: [plot => shade(plot, spans, { fill: colour('--line'), ink: colour('--soft'), font })],
      },
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(10, max * 1.1)] } },
      axes: [
        { ...axis, size: 30, values: (_, ticks) => ticks.map(tick => `${tick} s`) },
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

type Shade = { readonly fill: string; readonly ink: string; readonly font: string }

/** Behind the lines. The word is left out where it does not fit: the list under the chart has it. */
const shade = ({ ctx, bbox, valToPos }: uPlot, spans: readonly Span[], { fill, ink, font }: Shade): void => {
  const pixels = devicePixelRatio
  for (const { from, to, label } of spans) {
    const left = valToPos(from, 'x', true)
    const width = valToPos(to, 'x', true) - left
    ctx.save()
    ctx.fillStyle = fill
    ctx.globalAlpha = 0.5
    ctx.fillRect(left, bbox.top, width, bbox.height)
    ctx.globalAlpha = 1
    ctx.font = font.replace(/^[\d.]+/, size => String(Number(size) * pixels))
    ctx.fillStyle = ink
    ctx.textAlign = 'center'
    ctx.textBaseline = 'top'
    if (ctx.measureText(label).width < width) ctx.fillText(label, left + width / 2, bbox.top + 4 * pixels)
    ctx.restore()
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
