import type { Door, SharedCluster } from '@ketik/cluster'
import type { Refusal } from '@ketik/protocol'
import type { Log } from '@ketik/runtime'
import type { AddressShare } from '../limits/address-share.ts'
import { LobbyBudget } from '../limits/lobby-budget.ts'
import type { NameShares } from '../limits/name-shares.ts'
import type { LobbyRelay } from '../lobby/lobby-relay.ts'
import { ChatQueue } from './chat-queue.ts'
import type { Membership } from './membership.ts'
import { createNamelessSender } from './nameless-sender.ts'
import { WaitingTexts } from './waiting-texts.ts'

type Ties = {
  readonly cluster: Pick<SharedCluster, 'lobby' | 'claims'>
  readonly lobby: LobbyRelay
  readonly names: NameShares
  readonly log: Log
  /** Messages of one connection in ten seconds. */
  readonly perTenSeconds: number
}

type Speaker = {
  readonly door: Door
  readonly address: AddressShare
  /** Its name now. A plain-text client may have none. */
  membership(): Membership | undefined
  /** A message that was accepted before could not be sent. */
  refuse(refusal: Refusal): void
}

/** How the connections of this node speak in the lobby. */
export class LobbyChat {
  readonly #budget: LobbyBudget
  readonly #waiting = new WaitingTexts()

  constructor(private readonly ties: Ties) {
    this.#budget = new LobbyBudget(ties.perTenSeconds)
  }

  /** The queue of what one connection says. */
  open({ door, address, membership, refuse }: Speaker): ChatQueue {
    const { cluster, lobby, log, perTenSeconds } = this.ties
    const senderOf = createNamelessSender(this.ties)
    return new ChatQueue({
      perTenSeconds,
      isMuted: () => lobby.moderation.isMuted(membership() ?? {}),
      take: (now, from) => this.#take(address, membership()?.folded, now, from),
      hold: units => this.#waiting.hold(units),
      release: units => this.#waiting.release(units),
      say: text => {
        const member = membership()
        const said =
          member === undefined
            ? senderOf(text).then(sender => cluster.lobby.say(door, sender, text))
            : cluster.lobby.say(door, member.username, text, { isOwner: member.isOwner })
        said.catch(error => log.warn({ err: error, door }, 'a chat message was not sent'))
        return said
      },
      refuse,
    })
  }

  /**
   * Takes one message of the budgets of the name, the address and the node and answers 0; or takes nothing and answers
   * how long to wait, in ms. `now` in monotonic ms. Nothing waits for the name of a client that hung up: what it sends
   * is charged to the name all the same.
   */
  #take(
    address: AddressShare,
    folded: string | undefined,
    now: number,
    from: 'connected' | 'hung up',
  ): number {
    const { names, cluster } = this.ties
    const { online } = cluster.lobby
    const waitMs = Math.max(
      folded === undefined || from === 'hung up' ? 0 : names.waitMs('chats', folded, now),
      address.waitMs('chats', now),
      this.#budget.waitMs(now, online),
    )
    if (waitMs > 0) return waitMs
    if (folded !== undefined) names.owe('chats', folded, now)
    address.take('chats', now)
    this.#budget.take(now, online)
    return 0
  }
}
