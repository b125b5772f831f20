import { type AccountEvent, type Proof, readClaim } from '@ketik/cluster'
import type { CloseReason } from '@ketik/protocol'
import type { PlayerId } from '@ketik/race'

/** The name a connection has, and what it proved to get it. */
export type HeldName = {
  readonly folded: string
  readonly player: PlayerId
  readonly proof: Proof | undefined
}

/**
 * What a connection proves after something has become of an account, or why it has to go. The guest who claimed the name
 * it has is its owner from then on; whatever ends sessions later ends that one too.
 */
export const proofAfter = (
  event: AccountEvent,
  { folded, player, proof }: HeldName,
): Proof | undefined | CloseReason => {
  if ('ended' in event) {
    return proof?.session === event.ended || proof?.token === event.ended ? 'signed_out' : proof
  }
  if (event.folded !== folded) return proof
  const claim = readClaim(event.claim)
  const isOwner =
    'player' in claim && claim.player === player && claim.generation === (proof?.generation ?? 1)
  if (isOwner) return proof ?? { player, generation: 1, session: '', token: '' }
  return proof === undefined && 'player' in claim && claim.player !== player ? 'name_claimed' : 'signed_out'
}
