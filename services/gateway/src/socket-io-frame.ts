import { type ChatForm, isEmptyText, type LobbyEvent, markOf } from '@ketik/edge'

/** What a client shows for one chat message: `msg` and `message` are the same text. */
export type Response = {
  readonly username: string
  readonly msg: string
  readonly message: string
  /** `HH:MM` in the time zone of the gateway's process. */
  readonly time: string
  /** An operator of the server speaks. */
  readonly operator?: true
  /** The sender has registered the name and proved it. */
  readonly owner?: true
}

/** One event to all clients. */
export type SocketIoFrame =
  | { readonly event: 'status'; readonly data: { readonly msg: string } }
  | { readonly event: 'response'; readonly data: Response }

/** Who sends when a plain-text client gave no name. */
const NAMELESS = '?'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** A chat message, from wherever it came. `at` in cluster time. */
export const toResponse = (event: Chat): Response => {
  const { from = NAMELESS, text, at } = event
  return { username: from, msg: text, message: text, time: clock.format(at), ...markOf(event) }
}

type Chat = Extract<LobbyEvent, { kind: 'chat' }>

/** Contract E: how its clients hear the lobby. */
export const socketIoForm: ChatForm<SocketIoFrame> = {
  door: 'socket.io',
  nameless: 'hears',
  toFrame: event => {
    switch (event.kind) {
      case 'join':
        return { event: 'status', data: { msg: `${event.username} telah bergabung.` } }
      case 'leave':
        return { event: 'status', data: { msg: `${event.username} telah keluar.` } }
      default:
        return isEmptyText(event) ? undefined : { event: 'response', data: toResponse(event) }
    }
  },
}
