import { type AccountEvent, type Holder, type Proof, readClaim } from '@ketik/cluster'
import type { CloseReason } from '@ketik/protocol'
import type { PlayerId } from '@ketik/race'

/** The name that a connection has in the lobby, and what it proved to get it. */
export class Membership {
  #proof: Proof | undefined

  constructor(
    /** The key of the name. */
    readonly folded: string,
    readonly holder: Holder,
    /** The number of the join in the lobby's order. */
    readonly n: number,
    proof: Proof | undefined,
  ) {
    this.#proof = proof
  }

  get player(): PlayerId {
    return this.holder.player
  }

  get username(): string {
    return this.holder.username
  }

  get proof(): Proof | undefined {
    return this.#proof
  }

  /** Whether the account of the name was proved. */
  get isOwner(): boolean {
    return this.#proof !== undefined
  }

  /**
   * An account was claimed or changed, or a session ended. Answers why the connection has to go, if it has to. The guest
   * who claimed the name it has is its owner from then on; whatever ends sessions later ends that one too.
   */
  onAccount(event: AccountEvent): CloseReason | undefined {
    const proof = this.#proof
    if ('ended' in event)
      return proof?.session === event.ended || proof?.token === event.ended ? 'signed_out' : undefined
    if (event.folded !== this.folded) return undefined
    const claim = readClaim(event.claim)
    const isOwner =
      'player' in claim && claim.player === this.player && claim.generation === (proof?.generation ?? 1)
    if (isOwner) {
      this.#proof = proof ?? { player: this.player, generation: 1, session: '', token: '' }
      return undefined
    }
    const isAnothers = proof === undefined && 'player' in claim && claim.player !== this.player
    return isAnothers ? 'name_claimed' : 'signed_out'
  }
}
