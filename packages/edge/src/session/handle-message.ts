import { type ClientMessage, type ClientMessageOf, refuse } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import type { Answer } from '../connection/connection.ts'
import type { ChatQueue } from '../member/chat-queue.ts'
import { requestBoard } from './board-request.ts'
import type { Phase } from './phase.ts'
import type { Player } from './player.ts'
import { type QueueingPlayer, requestRace } from './queueing.ts'

/** Messages that are worked on one after the other. A ping is not: waiting would spoil what it measures. */
export type OrderedMessage = Exclude<ClientMessage, { type: 'ping' }>

type HandlingPlayer = QueueingPlayer & {
  readonly phase: Phase
  readonly chats: ChatQueue
  logIn(message: ClientMessageOf<'login'>): Answer
}

/** Hands a message to what it is for, in the phase that the player is in. */
export const handleMessage = (player: HandlingPlayer, message: OrderedMessage): Answer => {
  const { phase } = player
  if (phase.at === 'closed' || message.type === 'client_ip') return undefined
  if (message.type === 'login')
    return phase.at === 'greeting' ? player.logIn(message) : refuse('already_logged_in')
  if (phase.at === 'greeting') return refuse('not_logged_in')
  switch (message.type) {
    case 'keys':
      return phase.at === 'racing' ? phase.keys(message) : refuse('not_racing')
    case 'progress':
      return phase.at === 'racing' ? phase.progress(message) : refuse('not_racing')
    case 'finish':
      return phase.at === 'racing' ? phase.finish(message) : refuse('not_racing')
    case 'leave_race':
      return phase.at === 'racing' ? phase.leaveRace() : refuse('not_racing')
    case 'req_matchmaking':
      return request(player, message)
    case 'leave_queue':
      return phase.at === 'queueing' ? phase.stop() : refuse('not_waiting')
    case 'cancel_matchmaking':
      return cancel(player)
    case 'req_leaderboard':
      return requestBoard(player, message)
    case 'chat':
      return chat(player, message.text)
    default:
      return assertNever(message)
  }
}

const request = (player: HandlingPlayer, message: ClientMessageOf<'req_matchmaking'>): Answer => {
  const { phase } = player
  if (player.isHungUp) return undefined
  if (phase.at === 'queueing') return refuse('already_waiting')
  if (phase.at === 'racing') {
    if (!phase.isOutcomeSent) return refuse('already_racing')
    phase.giveUp()
  }
  return requestRace(player, message)
}

/** Contract A: it is answered, also where there is nothing to cancel. */
const cancel = async (player: HandlingPlayer): Promise<undefined> => {
  if (player.phase.at === 'queueing') await player.phase.cancel()
  player.tell({ type: 'matchmaking_canceled' })
  return undefined
}

const chat = (player: Player & { readonly chats: ChatQueue }, text: string): Answer => {
  // The connection ends behind it: a refusal has to be sent before.
  if (player.isHungUp) return player.chats.send(text)
  // Nothing behind it has to wait: the queue keeps the order of what one player says.
  player.chats.sendInBackground(text)
  return undefined
}
