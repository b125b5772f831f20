import type { Door } from '@ketik/cluster'
import type { Refusal } from '@ketik/protocol'
import type { AddressShare } from '../limits/address-share.ts'
import type { Concerned } from '../lobby/measures-in-force.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import { ChatQueue } from './chat-queue.ts'
import { CHAT_PER_TEN_SECONDS } from './chat-rules.ts'
import { createNamelessSender } from './nameless-sender.ts'

/** Who sends: `folded` is the key of the name. A plain-text client may have none. */
type Sender = Concerned & {
  readonly username?: string | undefined
  /** Whether the account of the name was proved. */
  readonly isOwner: boolean
}

type Connection = {
  readonly door: Door
  readonly address: AddressShare
  sender(): Sender
  /** A message that was accepted before could not be sent. */
  refuse(refusal: Refusal): void
}

/** What one connection of a node sends to the lobby. */
export const lobbyChat = (node: EdgeNode, { door, address, sender, refuse }: Connection): ChatQueue => {
  const namelessSender = createNamelessSender(node)
  return new ChatQueue({
    perTenSeconds: node.settings.chatPerTenSeconds ?? CHAT_PER_TEN_SECONDS,
    isMuted: () => node.lobby.measures.isMuted(sender()),
    take: (now, from) => node.takeChat(address, sender().folded, now, from),
    hold: units => node.waitingTexts.hold(units),
    release: units => node.waitingTexts.release(units),
    say: text => {
      const { username, isOwner } = sender()
      const said =
        username === undefined
          ? namelessSender(text).then(from => node.cluster.lobby.say(door, from, text))
          : node.cluster.lobby.say(door, username, text, { isOwner })
      said.catch(error => node.log.warn({ err: error, door }, 'a chat message was not sent'))
      return said
    },
    refuse,
  })
}
