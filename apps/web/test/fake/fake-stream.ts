import type { OpenStream } from '../../src/diagnostics/stream.ts'

const EVERY_MS = 120

/** Contract D, some sixteen times as fast, so that a picture of the page has something on it. */
export const fakeStream =
  (kind: 'WebSocket' | 'SSE', now: () => number): OpenStream =>
  events => {
    let sent = 0
    const say = (message: string): void => {
      const latencyMs = (kind === 'SSE' ? 9 : 6) + 3 * Math.sin(sent / 3) + (sent % 7 === 0 ? 5 : 0)
      events.received(JSON.stringify({ message, sentAt: now() - latencyMs }))
    }
    const opening = setTimeout(() => {
      events.opened()
      say(`${kind} connection established`)
    }, 12)
    const timer = setInterval(() => {
      sent++
      say(
        sent % 3 === 0
          ? '12 online on 2 nodes, 3 races running, event loop p99 1.8 ms'
          : `${kind} Message ${sent}`,
      )
    }, EVERY_MS)
    return {
      send: text => say(`Echo: ${text}`),
      close: () => {
        clearTimeout(opening)
        clearInterval(timer)
      },
    }
  }
