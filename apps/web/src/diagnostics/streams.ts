import type { OpenStream } from './stream.ts'

export const diagnosticsSocket =
  (url: string): OpenStream =>
  events => {
    const socket = new WebSocket(url)
    socket.onopen = () => events.opened()
    socket.onmessage = event => events.received(String(event.data))
    socket.onclose = event => events.closed(event.wasClean ? 'closed' : 'failed')
    return {
      send: text => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text)
      },
      close: () => {
        socket.onclose = null
        socket.close(1000)
      },
    }
  }

export const eventStream =
  (url: string): OpenStream =>
  events => {
    const source = new EventSource(url)
    source.onopen = () => events.opened()
    source.onmessage = event => events.received(String(event.data))
    source.onerror = () => {
      // The browser would try again for ever and unseen; the page shows the failure and has a button.
      source.close()
      events.closed('failed')
    }
    return { close: () => source.close() }
  }
