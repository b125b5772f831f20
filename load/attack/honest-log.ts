import { type Quantiles, quantiles } from '../../infra/test/quantile.ts'

/** How long honest players waited, in ms; NaN where nothing was measured. */
export type Waits = Readonly<Record<'relay' | 'login' | 'match' | 'chat', Quantiles>>

/** What honest players have noticed since it was last asked for. */
export class HonestLog {
  readonly relays: number[] = []
  readonly logins: number[] = []
  readonly matches: number[] = []
  readonly chats: number[] = []
  /** How connections ended that nobody but the server can have ended. */
  readonly closed: string[] = []
  /** Why somebody did not get in, or no race. */
  readonly turnedAway: string[] = []

  takeWaits(): Waits {
    return {
      relay: quantiles(this.relays.splice(0)),
      login: quantiles(this.logins.splice(0)),
      match: quantiles(this.matches.splice(0)),
      chat: quantiles(this.chats.splice(0)),
    }
  }

  takeHarms(): { readonly closed: readonly string[]; readonly turnedAway: readonly string[] } {
    return { closed: this.closed.splice(0), turnedAway: this.turnedAway.splice(0) }
  }
}
