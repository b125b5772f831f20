import type { ChatEvent, LobbyEvent } from '@ketik/cluster'
import type { ServerMessage } from '@ketik/protocol'
import { type Chat, encode, type Presence } from '@ketik/protocol'

/** Who speaks when a plain-text client gave no name. */
export const NAMELESS = '?'

/** Who speaks besides a guest: an operator, or the owner of a registered name. */
export const markOf = ({ door, owner }: ChatEvent): Pick<Chat, 'operator' | 'owner'> => {
  if (door === 'operator') return { operator: true }
  return owner === true ? { owner: true } : {}
}

const toChat = (event: ChatEvent): Chat => {
  const { from = NAMELESS, text, at } = event
  return { type: 'chat', from, text, at, ...markOf(event) }
}

const toPresence = (event: Exclude<LobbyEvent, ChatEvent>): Presence => ({
  type: 'presence',
  event: event.kind,
  username: event.username,
  online: event.online,
})

/** Each newcomer is told the last hundred events. */
const frames = new WeakMap<LobbyEvent, string>()

/** A lobby event as the JSON door tells it, encoded once. */
export const lobbyFrame = (event: LobbyEvent): string => {
  const known = frames.get(event)
  if (known !== undefined) return known
  const message: ServerMessage = event.kind === 'chat' ? toChat(event) : toPresence(event)
  const frame = encode(message)
  frames.set(event, frame)
  return frame
}
