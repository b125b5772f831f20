import { WebSocket } from 'ws'
import { connectWebSocket, type OpenTransport } from '../../packages/client/src/index.ts'
import { connectTcp } from '../../packages/client/src/tcp/index.ts'
import type { DrillDoor } from './drill-node.ts'

/** A connection through a door. */
export const openDoor = ({ over, port }: DrillDoor): OpenTransport =>
  over === 'tcp'
    ? connectTcp({ host: '127.0.0.1', port })
    : connectWebSocket(() => new WebSocket(`ws://127.0.0.1:${port}/ws`))
