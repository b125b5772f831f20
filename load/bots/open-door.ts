import { WebSocket } from 'ws'
import { connectWebSocket, type OpenTransport } from '../../packages/client/src/index.ts'
import { connectTcp } from '../../packages/client/src/tcp/index.ts'

/** A race door of this machine. */
type Door = { readonly over: 'websocket' | 'tcp'; readonly port: number; readonly localAddress?: string }

/** `localAddress`: where the connection comes from, for servers that count by address. */
export const openDoor = ({ over, port, ...from }: Door): OpenTransport =>
  over === 'tcp'
    ? connectTcp({ host: '127.0.0.1', port, ...from })
    : connectWebSocket(() => new WebSocket(`ws://127.0.0.1:${port}/ws`, from))
