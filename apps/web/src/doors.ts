import { connectWebSocket, type FillRandomly, type OpenTransport } from '@ketik/client'
import type { OpenStream } from './diagnostics/stream.ts'
import { diagnosticsSocket, eventStream } from './diagnostics/streams.ts'
import { type LateParts, lateParts } from './late/late-parts.ts'
import { type Reload, reloadPage } from './late/reload.ts'
import { type Ask, askByFetch } from './rest/ask.ts'
import { type Send, sendByFetch } from './rest/send.ts'
import { openShelf, type Shelf } from './shelf.ts'

/** Everything through which the page meets the world outside. The fake page has other doors of the same shape. */
export type Doors = {
  readonly connect: OpenTransport
  readonly ask: Ask
  readonly send: Send
  readonly openSocketStream: () => OpenStream
  readonly openEventStream: (url: string) => OpenStream
  readonly shelf: Shelf
  readonly lateParts: LateParts
  readonly reload: Reload
  /** Local milliseconds that never run backwards. */
  readonly now: () => number
  /** Spreads reconnects; not for secrets. */
  readonly chance: () => number
  /** Random bytes that nobody can predict, for room codes. */
  readonly fillRandomly: FillRandomly
}

/** On the page's own host and port: its policy allows no other. */
const socketUrl = (path: string): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`

export const openDoors = (): Doors => {
  const shelf = openShelf([() => localStorage, () => sessionStorage])
  return {
    connect: connectWebSocket(() => new WebSocket(socketUrl('/ws'))),
    ask: askByFetch(() => shelf.get('token')),
    send: sendByFetch,
    openSocketStream: () => diagnosticsSocket(socketUrl('/api/diagnostics')),
    openEventStream: eventStream,
    shelf,
    lateParts,
    reload: reloadPage,
    now: () => performance.timeOrigin + performance.now(),
    chance: Math.random,
    fillRandomly: bytes => crypto.getRandomValues(bytes),
  }
}
