import type { SharedCluster } from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import type { AccountStore, EndedSession } from '@ketik/scores'

type Store = Pick<AccountStore, 'endSession' | 'claimsOf'>

/** Tells the cluster what changed in accounts, once it is in PostgreSQL. */
export class AccountNews {
  constructor(
    private readonly store: Store,
    private readonly cluster: SharedCluster,
    private readonly log: Log,
  ) {}

  /** Whose some names are now. */
  async tell(foldedNames: readonly string[]): Promise<void> {
    await this.#note(async () => {
      const claims = await this.store.claimsOf(foldedNames)
      await this.cluster.claims.note({ claims, ended: [] })
    })
  }

  /** Ends a session, or one token of it. */
  async end(ended: EndedSession): Promise<void> {
    await this.store.endSession(ended)
    await this.#note(() => this.cluster.claims.note({ claims: [], ended: [ended] }))
  }

  /** It is stored: that the others hear of it later is no reason to tell the player that it failed. */
  async #note(note: () => Promise<void>): Promise<void> {
    await note().catch(error =>
      this.log.warn({ err: error }, 'could not tell the cluster of an account; a matchmaker will'),
    )
  }
}
