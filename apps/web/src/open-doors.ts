import { connectWebSocket } from '@ketik/client'
import { diagnosticsSocket, eventStream } from './diagnostics/streams.ts'
import type { Doors } from './doors.ts'
import { lateParts } from './late/late-parts.ts'
import { reloadPage } from './late/reload.ts'
import { askByFetch } from './rest/ask.ts'
import { sendByFetch } from './rest/send.ts'
import { openShelf } from './shelf.ts'

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
