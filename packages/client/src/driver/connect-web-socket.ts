import type { OpenTransport } from './transport.ts'

/** What this needs of a WebSocket: the browser's, `ws`, and the one of k6 have it. */
type SocketLike = {
  readonly readyState: number
  onopen: ((event: never) => unknown) | null
  onmessage: ((event: never) => unknown) | null
  onclose: ((event: never) => unknown) | null
  onerror: ((event: never) => unknown) | null
  send(text: string): void
  close(code?: number): void
}

const OPEN = 1
const NORMAL = 1000
/** No close code came, as when the connection could not be opened. */
const ABNORMAL = 1006

export const connectWebSocket =
  (openSocket: () => SocketLike): OpenTransport =>
  events => {
    const socket = openSocket()
    let isClosed = false
    socket.onopen = () => {
      if (!isClosed) events.opened()
    }
    socket.onmessage = (event: { readonly data: unknown }) => {
      if (!isClosed) events.received(String(event.data))
    }
    socket.onclose = (event: { readonly code?: number }) => {
      if (!isClosed) events.closed({ code: event.code || ABNORMAL })
      isClosed = true
    }
    // A close follows an error and reports it. `ws` throws an error that nobody listens to.
    socket.onerror = () => undefined
    return {
      send: text => {
        if (socket.readyState === OPEN) socket.send(text)
      },
      close: () => {
        isClosed = true
        socket.close(NORMAL)
      },
    }
  }
