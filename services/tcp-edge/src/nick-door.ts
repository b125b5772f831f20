import type { Server, Socket } from 'node:net'
import {
  ChatDoor,
  type ChatForm,
  type ChatSession,
  type EdgeNode,
  LOGIN_WITHIN_MS,
  lobbyLine,
} from '@ketik/edge'
import { type CloseReason, decodeUtf8, FRAME_BYTES_MAX, isRefusal, refuse } from '@ketik/protocol'
import type { Accept } from './accept.ts'
import { NickLine } from './nick-line.ts'
import { ReadGatherer } from './read-gatherer.ts'

/** Nicknames that one connection may propose. */
const NICKS_MAX = 10

const form: ChatForm<string> = {
  door: 'nick',
  nameless: 'waits',
  takesColons: false,
  toFrame: lobbyLine,
}

export type NickDoor = {
  readonly server: Server
  /** Ends its connections; the server is closed before. */
  close(reason: CloseReason): void
}

/** NICK chat over TCP: contract B. */
export const createNickDoor = (node: EdgeNode, accept: Accept): NickDoor => {
  const door = new ChatDoor(node, form)
  return {
    server: accept((socket, address) => open(socket, address, door, node)),
    close: reason => door.close(reason),
  }
}

const open = (socket: Socket, address: string, door: ChatDoor<string>, node: EdgeNode): void => {
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
  const reads = new ReadGatherer(FRAME_BYTES_MAX, bytes => conversation.onMessage(bytes))
  socket.on('data', chunk => {
    if (!line.isClosed) reads.push(chunk)
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

/** What one client says: first nicknames until one is good, then lines under that name. */
class NickConversation {
  #proposed: string | undefined
  #nicks = 0
  #late: NodeJS.Timeout | undefined

  constructor(
    private readonly session: ChatSession<string>,
    private readonly line: NickLine,
    private readonly door: ChatDoor<string>,
  ) {}

  begin(): void {
    this.#late = setTimeout(() => this.session.close('login_late'), LOGIN_WITHIN_MS)
    this.line.ask()
  }

  onMessage(bytes: Buffer): void {
    if (!this.session.admit(bytes.length)) return
    const text = decodeUtf8(bytes)
    if (isRefusal(text)) {
      this.session.refuseInput(text)
      this.#askAgain()
      return
    }
    void this.session.inOrder(async () => {
      if (!this.session.isInside) return await this.#propose(text)
      const said = withoutPrefix(text, [this.#proposed, this.session.username])
      // An empty line is the Enter key, and nothing to be told off for.
      return said.trim() === '' ? undefined : await this.session.say(said)
    })
  }

  onClose(): void {
    clearTimeout(this.#late)
    this.line.forget()
  }

  async #propose(text: string) {
    const refusal = await this.session.enter(text)
    if (refusal === undefined) {
      clearTimeout(this.#late)
      this.#proposed = text
      this.door.greet(this.session)
    } else this.#askAgain()
    return refusal
  }

  #askAgain(): void {
    if (this.session.isInside) return
    this.#nicks += 1
    if (this.#nicks >= NICKS_MAX) {
      this.session.close('login_late')
      return
    }
    this.line.askAgain()
    this.#late?.refresh()
  }
}

/** The text behind `{nick}: `, with the nick as it was proposed or as it was taken; any other text is as it is. */
const withoutPrefix = (text: string, nicks: readonly (string | undefined)[]): string => {
  const composed = text.normalize('NFC')
  for (const nick of nicks) {
    const prefix = `${nick?.normalize('NFC')}:`
    if (nick !== undefined && composed.startsWith(prefix)) return composed.slice(prefix.length)
  }
  return text
}
