import type { Refusal } from '@ketik/protocol'
import { Budget } from '../limits/budget.ts'
import type { ChatQueue } from '../member/chat-queue.ts'
import type { Player } from './player.ts'

/** What a player says in the lobby, with a budget of its own beside that of the race. */
export class Speaking {
  readonly budget: Budget
  readonly queue: ChatQueue

  constructor(player: Player & { refuse(refusal: Refusal, type: 'chat'): void }) {
    const { node, share } = player
    this.budget = new Budget(node.rates, share)
    this.queue = node.chat.open({
      door: 'json',
      address: share,
      membership: () => player.membership,
      refuse: refusal => player.refuse(refusal, 'chat'),
    })
  }
}
