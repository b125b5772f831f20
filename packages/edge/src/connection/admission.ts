import { foldUsername, type Refusal, refuse } from '@ketik/protocol'
import type { Identity } from '../accounts/session-token.ts'
import type { MeasuresInForce } from '../lobby/measures-in-force.ts'

/** Who wants to come in, or to act: from where, as whom, and under which folded name. */
export type Comer = {
  readonly address: string
  readonly folded?: string | undefined
  /** The sessions that came along, whatever name they are of. */
  readonly shown?: readonly (Identity | undefined)[]
}

/**
 * What operators have imposed on who comes; every entry point and the HTTP interface ask this one function. Who shows the
 * session of a muted player gets no other name by it: `muted`.
 */
export const refusalByMeasures = (
  measures: MeasuresInForce,
  { address, folded, shown = [] }: Comer,
): Refusal | undefined => {
  if (measures.isAddressBanned(address) || measures.isBanned({ folded })) return refuse('banned')
  for (const identity of shown) {
    if (identity === undefined) continue
    const own = { folded: foldUsername(identity.username), player: identity.player }
    if (measures.isBanned(own)) return refuse('banned')
    if (folded !== undefined && folded !== own.folded && measures.isMuted(own)) return refuse('muted')
  }
  return undefined
}

/**
 * The same for a name that is about to be registered. A name that is muted can be registered only by the player whom the
 * mute follows: another account would lose the mute with its first rename.
 */
export const refusalToRegister = (
  measures: MeasuresInForce,
  comer: Comer & { readonly folded: string },
): Refusal | undefined => {
  const refusal = refusalByMeasures(measures, comer)
  if (refusal !== undefined) return refusal
  const followed = measures.mutedUnder(comer.folded)
  const isFollowed = followed?.every(
    player => player !== undefined && comer.shown?.some(shown => shown?.player === player),
  )
  return isFollowed === false ? refuse('muted') : undefined
}
