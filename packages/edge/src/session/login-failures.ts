import { type CloseReason, REFUSALS, type Refusal } from '@ketik/protocol'
import type { AddressShare } from '../limits/address-share.ts'

/** Logins of one connection that may fail, and what one with a token of nobody costs its address. */
const FAILED_LOGINS_MAX = 10
const BAD_TOKEN_LOGINS = 5

type Failing = {
  readonly share: AddressShare
  /** `username`: the connection came with a name (`/stream/:username`). */
  readonly hint: { readonly username?: string }
  refuse(refusal: Refusal): void
  close(reason: CloseReason): void
}

/** The failed logins of one connection. A client that tries name after name has to connect again for more. */
export class LoginFailures {
  #count = 0

  /** Answers the refusal, if the client still has to receive it. */
  onRefused(player: Failing, refusal: Refusal): Refusal | undefined {
    if (player.hint.username !== undefined) {
      player.refuse(refusal)
      player.close(closeOf(refusal))
      return undefined
    }
    if (refusal.refused === 'bad_token' || refusal.refused === 'wrong_passphrase') {
      player.share.owe('logins', performance.now(), BAD_TOKEN_LOGINS)
    }
    this.#count += 1
    if (this.#count < FAILED_LOGINS_MAX) return refusal
    player.refuse(refusal)
    player.close('login_late')
    return undefined
  }
}

/** How a connection ends whose name was refused: the code tells the client whether to come back by itself. */
const closeOf = ({ refused }: Refusal): CloseReason => {
  if (refused === 'banned') return 'banned'
  return REFUSALS[refused].retryable ? 'full' : 'name_refused'
}
