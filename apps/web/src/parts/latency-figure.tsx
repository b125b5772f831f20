import { isOnline, latencyOf } from '@ketik/client'
import { useComputed } from '@preact/signals'
import { useApp } from '../app.tsx'
import { oneDecimal, whole, words } from '../words/spoken.ts'

const FINE_BELOW_MS = 10

/** How long the round trip takes, with its spread; a way to the diagnostics. */
export const LatencyFigure = () => {
  const { world } = useApp()
  const shown = useComputed(() => {
    const { link } = world.value
    const latency = isOnline(link) ? latencyOf(link.clock) : undefined
    if (link.connection.phase === 'offline') return words.value.navDiagnostics
    if (latency === undefined) return words.value.latencyUnknown
    const figure = latency.medianMs < FINE_BELOW_MS ? oneDecimal : whole
    return words.value.latency(figure(latency.medianMs), figure(latency.spreadMs))
  })
  return (
    <a class="latency figure" href="/diagnostics" title={words.value.latencyTitle}>
      {shown}
    </a>
  )
}
