import { setTimeout as pause } from 'node:timers/promises'
import { startGateway } from '@ketik/gateway'
import { createLog, metrics } from '@ketik/runtime'

/** What the host of the crowd tells about itself, after collecting its garbage. */
export type HostMeasures = {
  readonly residentBytes: number
  readonly timers: number
  readonly connections: number
}

export type HostMessage = { readonly port: number } | HostMeasures

/** A gateway in a process of its own that can be measured: its settings are the one argument, as JSON. */
const running = await startGateway(JSON.parse(process.argv[2] ?? '{}'), createLog('host', 'silent'))

const tell = (message: HostMessage) => process.send?.(message)

process.on('message', async () => {
  // Twice, and later again: what the first collection finalises the second one frees.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  // A command to Redis has a timer while it is under way: those that stay are counted.
  let timers = Number.POSITIVE_INFINITY
  for (let i = 0; i < 10; i++) {
    timers = Math.min(timers, process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length)
    await pause(7)
  }
  const { values } = await metrics.connections.get()
  tell({
    residentBytes: process.memoryUsage().rss,
    timers,
    connections: values.find(({ labels }) => labels.door === 'diagnostics')?.value ?? 0,
  })
})
tell({ port: running.ports['diagnostics'] ?? 0 })
