import { basicMessageSchemas } from '../basic-message.ts'
import type { ClientMessageType } from '../client-message.ts'
import { serverMessageSchemas } from '../server-message.ts'

/** Who talks to the server at an entry point, and what each side sends there, by the names of the messages. */
export type Conversation = {
  readonly audience: 'v1' | 'basic'
  readonly fromClient: readonly ClientMessageType[]
  readonly fromServer: readonly string[]
}

const BOTH = ['login', 'req_matchmaking', 'req_leaderboard', 'chat'] as const

const v1: Conversation = {
  audience: 'v1',
  fromClient: [...BOTH, 'leave_queue', 'leave_race', 'ping', 'keys'],
  fromServer: Object.keys(serverMessageSchemas),
}
const basic: Conversation = {
  audience: 'basic',
  fromClient: [...BOTH, 'cancel_matchmaking', 'client_ip', 'progress', 'finish'],
  fromServer: Object.keys(basicMessageSchemas),
}

/** A WebSocket has close codes, so it needs no last line. */
const overWebSocket = (conversation: Conversation): Conversation => ({
  ...conversation,
  fromServer: conversation.fromServer.filter(name => name !== 'bye'),
})

/** On this entry point the address has the name of the player. */
const withoutLogin = (conversation: Conversation): Conversation => ({
  ...conversation,
  fromClient: conversation.fromClient.filter(name => name !== 'login'),
})

export const conversations = {
  socket: [overWebSocket(v1), overWebSocket(basic)],
  stream: [withoutLogin(overWebSocket(basic))],
  lines: [v1, basic],
} as const satisfies Readonly<Record<string, readonly Conversation[]>>
