import type { InGeneration } from './account.ts'
import type { Database } from './database.ts'

/** How long a link for a new password works. */
const RESET_FOR = '1 hour'

/** Who issues a link, for the moderation log. */
type ResetOrder = {
  readonly foldedName: string
  /** The hash of the token in the link. */
  readonly tokenHash: string
  readonly reason?: string
  readonly operator?: string
}

type Used = InGeneration & { readonly username: string; readonly foldedName: string }
export type ResetOwner = { readonly player: string; readonly foldedName: string }

/** Links by which an owner sets a new password without the old one. Each account has one at most. */
export type PasswordResets = {
  /**
   * Stores a link and a row in the moderation log. Resolves with the end of the link (epoch ms); undefined: no account.
   */
  issueReset(order: ResetOrder): Promise<number | undefined>
  /** The owner of the account that a link is for, if the link works now. */
  resetOwner(tokenHash: string): Promise<ResetOwner | undefined>
  /**
   * Uses the link up: sets the password, ends all sessions and forgets all known places. Undefined when the link does
   * not work, or does not work any more.
   */
  useReset(tokenHash: string, passphrase: string): Promise<Used | undefined>
}

// Guarantee: see issue_reset and use_reset in migrations.
const ISSUE = /* sql */ `
  select floor(extract(epoch from issue_reset($1, $2, interval '${RESET_FOR}', $3, $4)) * 1000)::float8 as until`
const USE = /* sql */ `
  select player, generation, name as username, folded_name as "foldedName" from use_reset($1, $2)`
const OWNER = /* sql */ `
  select player, folded_name as "foldedName" from password_resets join accounts using (player, generation) where token_hash = $1 and until > now()`

export const passwordResets = (database: Database): PasswordResets => ({
  issueReset: async ({ foldedName, tokenHash, reason = null, operator = null }) => {
    const values = [foldedName, tokenHash, reason, operator]
    const [row] = await database.query<{ until: number | null }>('issuing a reset link', ISSUE, values)
    return row?.until ?? undefined
  },
  resetOwner: async tokenHash =>
    (await database.query<ResetOwner>('reading a reset link', OWNER, [tokenHash]))[0],
  useReset: async (tokenHash, passphrase) => {
    const [used] = await database.query<Used>('using a reset link', USE, [tokenHash, passphrase])
    return used
  },
})
