import type { ChatEvent, LobbyEvent } from '@ketik/cluster'
import type { ClientIn } from '@ketik/protocol'
import { type Chat, encode, type Presence } from '@ketik/protocol'

/** Who speaks when a plain-text client gave no name. */
export const NAMELESS = '?'

export const toChat = ({ from = NAMELESS, text, at }: ChatEvent): Chat => ({ type: 'chat', from, text, at })

const toPresence = (event: Exclude<LobbyEvent, ChatEvent>): Presence => ({
  type: 'presence',
  event: event.kind,
  username: event.username,
  online: event.online,
})

/** A lobby event as the JSON door tells it. */
export const lobbyFrame = (event: LobbyEvent): string => {
  const message: ClientIn = event.kind === 'chat' ? toChat(event) : toPresence(event)
  return encode(message)
}
