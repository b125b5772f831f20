import type { CloseReason, Refusal } from '@ketik/protocol'
import { lobbyLine } from '../lobby/lobby-lines.ts'
import type { ChatDoor } from '../session/chat-door.ts'
import type { ChatForm, ChatLine } from '../session/chat-line.ts'
import type { ChatSession } from '../session/chat-session.ts'

/** An entry point for chat that sends lines of text, and has no place for clients without a name. */
export const lineForm: ChatForm<string> = { door: 'nick', nameless: 'waits', toFrame: lobbyLine }

/** A client of an entry point for chat. */
export class ChatClient {
  readonly session: ChatSession<string>
  backlogBytes = 0
  #lines: string[] = []

  constructor(door: ChatDoor<string>, address = '127.0.0.1') {
    const line: ChatLine<string> = {
      address,
      send: text => this.#lines.push(text),
      tell: ({ refused }: Refusal) => this.#lines.push(`*** ${refused}`),
      entered: username => this.#lines.push(`(you are ${username})`),
      bufferedBytes: () => this.backlogBytes,
      close: (reason: CloseReason) => this.#lines.push(`(closed: ${reason})`),
    }
    this.session = door.open(line)
  }

  enter(name: string, token?: string): void {
    void this.session.inOrder(() => this.session.enter(name, { token }))
  }

  say(text: string): void {
    void this.session.inOrder(() => this.session.say(text))
  }

  /** Everything that the client received since the last call. */
  take(): readonly string[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }

  hangUp(): void {
    this.session.onClose()
  }
}
