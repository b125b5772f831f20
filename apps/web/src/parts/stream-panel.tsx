import { useId, useMemo } from 'preact/hooks'
import { averageMs, type Measures } from '../diagnostics/measures.ts'
import type { Watched } from '../diagnostics/use-stream.ts'
import { clockTime, oneDecimal, orDash, whole, words } from '../words/spoken.ts'
import type { WordKey } from '../words/words.ts'
import { LinesChart } from './lines-chart.tsx'

const LAST_SHOWN = 6
const CHART_HEIGHT_PX = 170

const STATE_WORDS: Readonly<Record<Measures['state'], WordKey>> = {
  idle: 'diagIdle',
  connecting: 'diagConnecting',
  open: 'diagOpen',
  closed: 'diagClosed',
  failed: 'diagFailed',
}

type Props = { readonly title: string; readonly watched: Watched; readonly echoes: boolean }

export const StreamPanel = ({ title, watched, echoes }: Props) => {
  const { measures, connect, disconnect } = watched
  const w = words.value
  const id = useId()
  const isOn = measures.state === 'open' || measures.state === 'connecting'
  return (
    <section class="stream" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <button class="button" type="button" onClick={isOn ? disconnect : connect}>
          {isOn ? w.diagDisconnect : w.diagConnect}
        </button>
      </header>
      <Figures measures={measures} />
      <LatencyChart measures={measures} />
      {echoes && <Echo watched={watched} />}
      <h3 class="soft">{w.diagLast}</h3>
      <ol class="last">
        {measures.recent.length === 0 && <li class="soft">{w.diagNone}</li>}
        {measures.recent
          .slice(-LAST_SHOWN)
          .reverse()
          .map(({ message, at, latencyMs }, line) => (
            // Lines stay where they are and the messages move through them: nothing on the page shifts.
            // The line is the identity.
            <li key={line}>
              <span class="figure soft">{clockTime(at)}</span>
              <span>{message}</span>
              <span class="figure soft">{w.milliseconds(oneDecimal(latencyMs))}</span>
            </li>
          ))}
      </ol>
    </section>
  )
}

const Figures = ({ measures }: { readonly measures: Measures }) => {
  const w = words.value
  const ms = (value: number | null | undefined): string =>
    orDash(value, known => w.milliseconds(oneDecimal(known)))
  const figures: readonly (readonly [string, string])[] = [
    [w.diagConnectTime, ms(measures.connectMs)],
    [w.diagMessages, whole(measures.messages)],
    [w.diagAverage, ms(averageMs(measures))],
    [w.diagRecent, ms(measures.recent.at(-1)?.latencyMs)],
    [w.diagJitter, ms(measures.recent.length < 2 ? null : measures.jitterMs)],
  ]
  return (
    <dl class="measures">
      <div>
        <dt>{w.diagStatus}</dt>
        <dd class={`status ${measures.state}`}>
          <span role="status">{w[STATE_WORDS[measures.state]]}</span>
        </dd>
      </div>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const LatencyChart = ({ measures }: { readonly measures: Measures }) => {
  const w = words.value
  const { recent, startedAt } = measures
  const series = useMemo(
    () => [
      {
        label: w.diagLatency,
        mine: true,
        x: recent.map(({ at }) => (at - startedAt) / 1_000),
        y: recent.map(({ latencyMs }) => latencyMs),
        average: averageMs(measures) ?? 0,
      },
    ],
    [recent, startedAt, w],
  )
  return (
    <LinesChart
      series={series}
      label={w.diagChart}
      inUnit={value => w.milliseconds(oneDecimal(value))}
      height={CHART_HEIGHT_PX}
    />
  )
}

const Echo = ({ watched }: { readonly watched: Watched }) => {
  const w = words.value
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const form = event.currentTarget
    const text = String(new FormData(form).get('echo') ?? '')
    if (text === '') return
    watched.send(text)
    form.reset()
  }
  return (
    <form onSubmit={submit}>
      <input class="field" name="echo" aria-label={w.diagEcho} placeholder={w.diagEcho} autocomplete="off" />
      <button class="button" type="submit" disabled={watched.measures.state !== 'open'}>
        {w.diagEchoSend}
      </button>
    </form>
  )
}
