import type { Server, Socket } from 'node:net'
import { type EdgeNode, PlayerSession } from '@ketik/edge'
import { FRAME_BYTES_MAX, LineSplitter } from '@ketik/protocol'
import { metrics } from '@ketik/runtime'
import type { Accept } from './accept.ts'
import { TcpTransport } from './tcp-transport.ts'

/** Contract A and protocol v1 over newline-delimited JSON. */
export const createRaceDoor = (node: EdgeNode, accept: Accept): Server =>
  accept((socket, address) => open(socket, address, node))

const open = (socket: Socket, address: string, node: EdgeNode): void => {
  const transport = new TcpTransport(socket, address)
  // Without a listener an error would end the process; 'close' follows it and says all there is to say.
  socket.on('error', error => node.log.debug({ err: error }, 'a TCP connection broke'))
  if (node.admission.enter(address, 'race') !== undefined) {
    transport.close('full')
    return
  }
  metrics.connections.inc({ door: 'tcp' })
  const session = new PlayerSession(node, transport)
  const lines = new LineSplitter(FRAME_BYTES_MAX, line => session.onBytes(line))
  // What comes after this side has closed is read, so that the last line gets through, and counts for nothing.
  socket.on('data', chunk => {
    if (!transport.isClosed) lines.push(chunk)
  })
  // The other side has hung up: its seat must not wait for our last bytes to drain. It may still read (a half close), so
  // the session ends this side, once it has answered what came before.
  socket.allowHalfOpen = true
  socket.on('end', () => session.onClose())
  socket.on('close', () => {
    metrics.connections.dec({ door: 'tcp' })
    node.admission.leave(address, 'race')
    session.onClose()
  })
}
