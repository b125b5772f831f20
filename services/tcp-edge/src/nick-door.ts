import type { Server, Socket } from 'node:net'
import { AsciiNames, ChatDoor, type ChatForm, type EdgeNode } from '@ketik/edge'
import { type CloseReason, FRAME_BYTES_MAX, refuse } from '@ketik/protocol'
import type { Accept } from './accept.ts'
import { NickConversation } from './nick-conversation.ts'
import { lobbyNickFrame, type NickFrame } from './nick-frame.ts'
import { NickLine } from './nick-line.ts'
import { ReadGatherer } from './read-gatherer.ts'

const createForm = (): ChatForm<NickFrame> => {
  const names = new AsciiNames()
  return {
    door: 'nick',
    nameless: 'waits',
    toFrame: event => lobbyNickFrame(names, event),
  }
}

export type NickDoor = {
  readonly server: Server
  /** Ends its connections; the server is closed before. */
  close(reason: CloseReason): void
}

/** NICK chat over TCP: contract B. */
export const createNickDoor = (node: EdgeNode, accept: Accept): NickDoor => {
  const door = new ChatDoor(node, createForm())
  return {
    server: accept((socket, address) => open(socket, address, door, node)),
    close: reason => door.close(reason),
  }
}

const open = (socket: Socket, address: string, door: ChatDoor<NickFrame>, node: EdgeNode): void => {
  const line = new NickLine(socket, address)
  socket.on('error', error => node.log.debug({ err: error }, 'a TCP connection broke'))
  const refused = door.admit(address)
  if (refused !== undefined) {
    line.tell(refuse(refused === 'full' ? 'unavailable' : 'banned'))
    line.close(refused)
    return
  }
  const session = door.open(line)
  const conversation = new NickConversation(session, line, door)
  const reads = new ReadGatherer(FRAME_BYTES_MAX, (bytes, end) => conversation.onMessage(bytes, end))
  socket.on('data', chunk => {
    if (line.isClosed) return
    line.onBytes(chunk)
    reads.push(chunk)
  })
  // The other side has hung up, and what it said last needs no newline any more.
  socket.on('end', () => {
    reads.end()
    session.onClose()
  })
  socket.on('close', () => {
    reads.stop()
    conversation.onClose()
    session.onClose()
  })
  conversation.begin()
}
