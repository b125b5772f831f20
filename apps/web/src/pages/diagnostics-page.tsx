import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../app.tsx'
import type { OpenStream } from '../diagnostics/stream.ts'
import { useStream } from '../diagnostics/use-stream.ts'
import { StreamPanel } from '../parts/stream-panel.tsx'
import { type Config, config } from '../rest/live.ts'
import { askFor } from '../rest/remote.ts'
import { words } from '../words/spoken.ts'
import { clusterOffset } from '../world/world.ts'

const DEFAULT_PORT = 3001

/** Contract D over both of its transports, measured side by side. */
export const DiagnosticsPage = () => {
  const { doors, world } = useApp()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    void askFor(doors.ask, '/api/config', config).then(remote =>
      setUrl(diagnosticsUrl(remote.state === 'ready' ? remote.value : {})),
    )
  }, [doors])
  const now = (): number => doors.now() + clusterOffset(world.value)
  const w = words.value
  return (
    <div class="diagnostics">
      <header>
        <h1>{w.diagTitle}</h1>
        <p class="soft">{w.diagLead}</p>
      </header>
      <div class="streams">
        <Panel
          title={w.diagWebSocket}
          open={url === null ? null : doors.openSocketStream(url)}
          now={now}
          echoes
        />
        <Panel title={w.diagSse} open={url === null ? null : doors.openEventStream('/api/sse')} now={now} />
      </div>
      <p class="soft">{w.diagClockNote}</p>
    </div>
  )
}

const diagnosticsUrl = ({ diagnosticsUrl: url, diagnosticsPort: port }: Config): string =>
  url ?? `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.hostname}:${port ?? DEFAULT_PORT}/`

type PanelProps = {
  readonly title: string
  /** `null` until it is known where to connect. */
  readonly open: OpenStream | null
  readonly now: () => number
  readonly echoes?: boolean
}

const Panel = ({ title, open, now, echoes }: PanelProps) => {
  const watched = useStream(open, now)
  const isReady = open !== null
  // Connects once, as soon as it can.
  useEffect(() => {
    if (isReady) watched.connect()
  }, [isReady])
  return <StreamPanel title={title} watched={watched} echoes={echoes === true} />
}
