import { randomBytes } from 'node:crypto'
import type { Account, InGeneration } from '@ketik/scores'
import type { Identity, SessionTokens } from './session-token.ts'

/** A session's token, and whose it is. */
export type Session = { readonly token: string; readonly identity: Identity }

/** An id of an account's player, of a session, or of a token. */
export const newAccountId = (kind: 'a' | 'e' | 't'): string => `${kind}${randomBytes(9).toString('hex')}`

/** A token for an account: of a new session, or another one of a session that there is. */
export const openSession = (
  tokens: SessionTokens,
  { player, username, generation }: InGeneration & Pick<Account, 'username'>,
  session = newAccountId('e'),
): Session => {
  const token = tokens.issue(player, username, { generation, session, token: newAccountId('t') })
  const identity = tokens.verify(token)
  if (identity === undefined) throw new Error('bug: a token is refused that was issued just now')
  return { token, identity }
}
