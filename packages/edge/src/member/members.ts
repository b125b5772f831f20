import type { Holder, Proof, SharedCluster } from '@ketik/cluster'
import {
  type CloseReason,
  foldUsername,
  isRefusal,
  numberedUsername,
  type Refusal,
  type RefusalCode,
  refuse,
  USERNAME_NUMBER_MAX,
} from '@ketik/protocol'
import type { NodeId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import type { ModerationInForce } from '../lobby/moderation-in-force.ts'
import { Membership } from './membership.ts'

/** A numbered name that is refused for one of these is skipped. */
const SKIPPED: ReadonlySet<RefusalCode> = new Set(['name_taken', 'name_claimed', 'name_kept'])

type Ties = {
  readonly lobby: SharedCluster['lobby']
  readonly moderation: ModerationInForce
  readonly log: Log
  /** Whether a node is known to be dead. */
  isGone(node: NodeId): boolean
  /** The same player had the name in another session until now. */
  onReplaced(before: Holder): void
}

/** How the connections of this node get names, over the whole cluster, and give them back. */
export class Members {
  /** Names that could not be given back. */
  readonly #unreleased = new Set<Membership>()

  constructor(private readonly ties: Ties) {}

  /** Takes the holder's name. The same player's earlier session ends. A registered name needs the proof of its account. */
  async join(holder: Holder, proof?: Proof): Promise<Membership | Refusal> {
    const folded = foldUsername(holder.username)
    try {
      return await this.#join(folded, holder, proof)
    } catch (error) {
      // It may be carried out all the same, only later: then nobody would be there to give the name back.
      void this.release(new Membership(folded, holder, 0, proof))
      throw error
    }
  }

  /**
   * Takes the holder's name or, where a guest has that name, the next free number of it (`Budi 2`). A registered name is
   * refused. `from: 2` tries the numbered names only, for a client whose own name was refused before. Answers
   * `name_taken` when all numbers up to 99 are held.
   */
  async joinNumbered(
    holder: Holder,
    { from = 1 }: { readonly from?: 1 | 2 } = {},
  ): Promise<Membership | Refusal> {
    if (from === 1) {
      const joined = await this.join(holder)
      if (!isRefusal(joined) || joined.refused !== 'name_taken') return joined
    }
    for (const username of await this.#freeNames(holder.username)) {
      const joined = await this.join({ ...holder, username })
      if (!isRefusal(joined) || !SKIPPED.has(joined.refused)) return joined
    }
    return refuse('name_taken')
  }

  /** Redis may have lost the name: takes it again. Answers why the connection has to go, if it has to. */
  async rejoin({ folded, holder, proof }: Membership): Promise<CloseReason | undefined> {
    const { joined } = await this.ties.lobby.join(folded, holder, { proof })
    if (joined === 'taken') return 'lost'
    if (joined === 'claimed' || joined === 'kept') return 'name_claimed'
    return joined === 'unproved' ? 'signed_out' : undefined
  }

  /** Gives a name back, at once or as soon as Redis can be reached. Never rejects. */
  async release(membership: Membership): Promise<void> {
    const { folded, holder } = membership
    await this.ties.lobby.leave(folded, holder.node, holder.session).catch(error => {
      this.ties.log.warn({ err: error }, 'could not leave the lobby; to be done when Redis is back')
      this.#unreleased.add(membership)
    })
  }

  /** Redis can be reached again. */
  onRecovered(): void {
    const unreleased = [...this.#unreleased]
    this.#unreleased.clear()
    for (const membership of unreleased) void this.release(membership)
  }

  /** The numbered names that nobody is online under; one round trip, however many are held. */
  async #freeNames(base: string): Promise<readonly string[]> {
    const names = Array.from({ length: USERNAME_NUMBER_MAX - 1 }, (_, i) => numberedUsername(base, i + 2))
    const folded = names.map(foldUsername)
    const held = await this.ties.lobby.held(folded)
    return names.filter((_, i) => !held[i] && !this.ties.moderation.isBanned({ folded: folded[i] }))
  }

  async #join(folded: string, holder: Holder, proof: Proof | undefined): Promise<Membership | Refusal> {
    const { lobby } = this.ties
    let answer = await lobby.join(folded, holder, { proof })
    // The node of the holder may have died, and its names have not been released yet.
    if (answer.joined === 'taken' && this.ties.isGone(answer.holder.node)) {
      answer = await lobby.join(folded, holder, { replacing: answer.holder.session, proof })
    }
    if (answer.joined === 'taken') return refuse('name_taken')
    if (answer.joined === 'claimed') return refuse('name_claimed')
    if (answer.joined === 'kept') return refuse('name_kept')
    if (answer.joined === 'unproved') return refuse('bad_token')
    if (answer.before !== undefined) this.ties.onReplaced(answer.before)
    return new Membership(folded, holder, answer.n, proof)
  }
}
