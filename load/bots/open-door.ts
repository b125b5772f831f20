import { connectWebSocket, type OpenTransport } from '@ketik/client'
import { connectTcp } from '@ketik/client/tcp'
import { WebSocket } from 'ws'

/** A race door of this machine. */
type Door = { readonly over: 'websocket' | 'tcp'; readonly port: number; readonly localAddress?: string }

/** `localAddress`: where the connection comes from, for servers that count by address. */
export const openDoor = ({ over, port, ...from }: Door): OpenTransport =>
  over === 'tcp'
    ? connectTcp({ host: '127.0.0.1', port, ...from })
    : connectWebSocket(() => new WebSocket(`ws://127.0.0.1:${port}/ws`, from))
