/** A registered name, and what proves its owner. */
export type Account = {
  /** The player of every session of the account. */
  readonly player: string
  readonly username: string
  readonly foldedName: string
  /** As `passphrase-hash.ts` of the edge writes it. */
  readonly passphrase: string
  /** Sessions of an earlier one are over. */
  readonly generation: number
  /** Epoch ms. */
  readonly createdAt: number
}

/** An account in the generation that a session was given in. */
export type InGeneration = Pick<Account, 'player' | 'generation'>
