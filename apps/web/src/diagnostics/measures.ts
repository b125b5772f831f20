import { checkerOf } from '@ketik/protocol'
import { Type } from 'typebox'

/** What one stream has shown so far. Pure; instants are milliseconds, `receivedAt` already in cluster time. */
export type Measures = {
  readonly state: 'idle' | 'connecting' | 'open' | 'closed' | 'failed'
  readonly startedAt: number
  readonly connectMs: number | null
  readonly messages: number
  readonly sumMs: number
  readonly jitterMs: number
  readonly recent: readonly Received[]
}

type Received = { readonly message: string; readonly at: number; readonly latencyMs: number }

const RECENT_MAX = 120
/** Weight of a new difference in the jitter, as RTP has it (RFC 3550, 6.4.1). */
const JITTER_WEIGHT = 1 / 16

export const idle: Measures = {
  state: 'idle',
  startedAt: 0,
  connectMs: null,
  messages: 0,
  sumMs: 0,
  jitterMs: 0,
  recent: [],
}

export const connecting = (now: number): Measures => ({ ...idle, state: 'connecting', startedAt: now })

export const opened = (measures: Measures, now: number): Measures => ({
  ...measures,
  state: 'open',
  connectMs: now - measures.startedAt,
})

const frame = checkerOf(Type.Object({ message: Type.String(), sentAt: Type.Number() }))

/** Takes in a frame of contract D; one that is none is shown without a latency of its own. */
export const received = (measures: Measures, raw: string, receivedAt: number): Measures => {
  const told = read(raw)
  if (told === null) return measures
  const latencyMs = Math.max(0, receivedAt - told.sentAt)
  const last = measures.recent.at(-1)
  const difference = last === undefined ? 0 : Math.abs(latencyMs - last.latencyMs)
  return {
    ...measures,
    messages: measures.messages + 1,
    sumMs: measures.sumMs + latencyMs,
    jitterMs: measures.jitterMs + (difference - measures.jitterMs) * JITTER_WEIGHT,
    recent: [...measures.recent, { message: told.message, at: receivedAt, latencyMs }].slice(-RECENT_MAX),
  }
}

const read = (raw: string): { message: string; sentAt: number } | null => {
  try {
    const value: unknown = JSON.parse(raw)
    return frame(value) ? value : null
  } catch {
    // Contract D is JSON throughout; anything else is no measurement.
    return null
  }
}

export const averageMs = ({ sumMs, messages }: Measures): number | null =>
  messages === 0 ? null : sumMs / messages
