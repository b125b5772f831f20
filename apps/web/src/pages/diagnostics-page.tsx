import { clusterOffset } from '@ketik/client'
import { useEffect } from 'preact/hooks'
import { useApp } from '../app.tsx'
import type { OpenStream } from '../diagnostics/stream.ts'
import { useStream } from '../diagnostics/use-stream.ts'
import { StreamPanel } from '../parts/stream-panel.tsx'
import { words } from '../words/spoken.ts'

/** Contract D over both of its transports, measured side by side. */
export const DiagnosticsPage = () => {
  const { doors, world } = useApp()
  const now = (): number => doors.now() + clusterOffset(world.value.link)
  const w = words.value
  return (
    <div class="diagnostics">
      <header>
        <h1>{w.diagTitle}</h1>
        <p class="soft">{w.diagLead}</p>
      </header>
      <div class="streams">
        <Panel title={w.diagWebSocket} open={doors.openSocketStream()} now={now} echoes />
        <Panel title={w.diagSse} open={doors.openEventStream('/api/sse')} now={now} />
      </div>
      <p class="soft">{w.diagClockNote}</p>
    </div>
  )
}

type PanelProps = {
  readonly title: string
  readonly open: OpenStream
  readonly now: () => number
  readonly echoes?: boolean
}

const Panel = ({ title, open, now, echoes }: PanelProps) => {
  const watched = useStream(open, now)
  useEffect(() => watched.connect(), [])
  return <StreamPanel title={title} watched={watched} echoes={echoes === true} />
}
