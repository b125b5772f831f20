import { foldUsername, type Refusal, refuse } from '@ketik/protocol'
import type { Identity } from '../accounts/session-token.ts'
import type { ConnectionLimits } from '../limits/connection-limits.ts'
import type { Concerned, ModerationInForce } from '../lobby/moderation-in-force.ts'

/** Who wants to come in, or to act: from where, as whom, and under which folded name. */
export type Comer = {
  readonly address: string
  readonly folded?: string | undefined
  /** The sessions that came along, whatever name they are of. */
  readonly shown?: readonly (Identity | undefined)[]
}

/** What a connection is for. A banned player learns it at the login of a race; the other doors have no login to say so. */
type Purpose = 'race' | 'chat' | 'watch'
type KeptOut = 'banned' | 'full'

/** Who may come in. Every entry point and the HTTP interface ask here. */
export class Admission {
  /** The node stops: nobody new comes in. */
  isDraining = false

  constructor(
    private readonly limits: ConnectionLimits,
    private readonly moderation: ModerationInForce,
  ) {}

  /** Counts a connection, or answers why it is not let in. A counted one is given back by `leave`. */
  enter(address: string, purpose: Purpose): KeptOut | undefined {
    const keptOut = this.keptOut(address, purpose)
    if (keptOut !== undefined) return keptOut
    const { limits } = this
    return (purpose === 'watch' ? limits.enterToWatch(address) : limits.enter(address)) ? undefined : 'full'
  }

  /** Why a connection would not be let in, however few there are. It is not counted. */
  keptOut(address: string, purpose: Purpose): KeptOut | undefined {
    if (purpose !== 'race' && this.moderation.isAddressBanned(address)) return 'banned'
    return this.isDraining ? 'full' : undefined
  }

  /** A connection that was counted has ended, or was never opened. */
  leave(address: string, purpose: Purpose): void {
    if (purpose === 'watch') this.limits.leaveWatching(address)
    else this.limits.leave(address)
  }

  /** Whether an operator bans the address, the folded name, or the player. */
  isBanned(address: string, who: Concerned = {}): boolean {
    return this.moderation.isAddressBanned(address) || this.moderation.isBanned(who)
  }

  /**
   * Why operators keep a comer out. A comer who shows the session of a muted player gets no other name by it: `muted`.
   */
  refusalFor({ address, folded, shown = [] }: Comer): Refusal | undefined {
    if (this.isBanned(address, { folded })) return refuse('banned')
    for (const identity of shown) {
      if (identity === undefined) continue
      const own = { folded: foldUsername(identity.username), player: identity.player }
      if (this.moderation.isBanned(own)) return refuse('banned')
      if (folded !== undefined && folded !== own.folded && this.moderation.isMuted(own))
        return refuse('muted')
    }
    return undefined
  }

  /**
   * The same for a name that is about to be registered. A name that is muted can be registered only by the player whom
   * the mute follows: another account would lose the mute with its first rename.
   */
  refusalToRegister(comer: Comer & { readonly folded: string }): Refusal | undefined {
    const refusal = this.refusalFor(comer)
    if (refusal !== undefined) return refusal
    const followed = this.moderation.mutedUnder(comer.folded)
    const isFollowed = followed?.every(
      player => player !== undefined && comer.shown?.some(shown => shown?.player === player),
    )
    return isFollowed === false ? refuse('muted') : undefined
  }
}
