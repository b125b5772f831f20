import { connectWebSocket, type OpenTransport } from '@ketik/client'
import { Counter, Rate, Trend } from 'k6/metrics'
import { WebSocket } from 'k6/websockets'
import { METRICS, type Meter } from '../measures/metrics.ts'
import type { Settings } from './run-k6.ts'

/** What each VU has: the settings of the run, its number, its meter and its connections. */
declare const __ENV: Readonly<Record<'SETTINGS' | 'SUMMARY', string>>

/** `run` tells the names of this run from those of another one. */
export const settings = JSON.parse(__ENV.SETTINGS) as Settings & { readonly run: string }

export const waitUntil = (instant: number): Promise<void> => waitMs(instant - Date.now())

export const waitMs = (ms: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, Math.max(0, ms)))

const KINDS = { trend: Trend, rate: Rate, counter: Counter } as const
const metrics = new Map(Object.entries(METRICS).map(([name, kind]) => [name, new KINDS[kind](name)]))

export const meter: Meter = (name, value, note) => {
  metrics.get(name)?.add(value)
  if (note !== undefined) console.warn(note)
}

/** Who else comes and goes is most of what a crowd is told, and nothing that a bot acts on: it is not even parsed. */
const PRESENCE = '{"type":"presence"'

export const connect = (door: number): OpenTransport => {
  const url = settings.urls[door % settings.urls.length] ?? ''
  const open = connectWebSocket(() => new WebSocket(url))
  return events =>
    open({
      ...events,
      received: text => {
        if (!text.startsWith(PRESENCE)) events.received(text)
      },
    })
}

/** Everything that was measured, for the runner. */
export const handleSummary = (summary: unknown) => ({ [__ENV.SUMMARY]: JSON.stringify(summary) })
