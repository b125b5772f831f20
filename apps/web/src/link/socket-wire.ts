import type { OpenWire } from './wire.ts'

const OPEN = 1

/** A wire over the browser's WebSocket. */
export const socketWire =
  (url: string): OpenWire =>
  events => {
    const socket = new WebSocket(url)
    socket.onopen = () => events.opened()
    socket.onmessage = event => events.received(String(event.data))
    socket.onclose = event => events.closed(event.code)
    return {
      send: frame => {
        if (socket.readyState === OPEN) socket.send(frame)
      },
      close: () => socket.close(1000),
    }
  }
