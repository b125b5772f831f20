import type { Proof } from '@ketik/cluster'
import { type ClientMessageOf, foldUsername, isRefusal, type Refusal, refuse } from '@ketik/protocol'
import type { Accounts } from '../accounts/accounts.ts'
import { type Identity, proofOf, type SessionTokens } from '../accounts/session-token.ts'
import type { Admission } from '../connection/admission.ts'

/** What a client proves to be a player by. */
export type Credential = { readonly token: string; readonly identity: Identity }

/** What a credential proves to the cluster; nothing for a guest. */
export const proofIn = (credential: Credential | undefined): Proof | undefined =>
  credential === undefined ? undefined : proofOf(credential.identity)

type Ties = {
  readonly tokens: SessionTokens
  readonly admission: Admission
  /** Absent where no accounts are kept. */
  readonly accounts: Accounts | undefined
}

type Client = {
  readonly address: string
  /** A session token that came with the connection, as a cookie of our own page. */
  readonly pageToken: string | undefined
  isGone(): boolean
}

/**
 * The credentials of a client for this name, best first: its password, or else its own token and that of its page. None
 * for a guest who is new. Refuses a bad password, a bad token without another one, and whoever operators keep out.
 */
export const authenticate = async (
  { tokens, admission, accounts }: Ties,
  { address, pageToken, isGone }: Client,
  { token, passphrase }: Pick<ClientMessageOf<'login'>, 'token' | 'passphrase'>,
  username: string,
): Promise<readonly Credential[] | Refusal> => {
  const folded = foldUsername(username)
  const [own, page] = [token, pageToken].map(one => toCredential(tokens, one))
  const refusal = admission.refusalFor({ address, folded, shown: [own?.identity, page?.identity] })
  if (refusal !== undefined) return refusal
  if (passphrase !== undefined) {
    const signedIn = await accounts?.signIn(username, passphrase, { address, isGone })
    if (signedIn === undefined) return refuse('unavailable')
    if (isRefusal(signedIn)) return signedIn
    return admission.refusalFor({ address, folded, shown: [signedIn.identity] }) ?? [signedIn]
  }
  // A token proves who one is under its own name alone: under another one it would be two players in one.
  const credentials = [own, page].filter(
    one => one !== undefined && foldUsername(one.identity.username) === folded,
  ) as Credential[]
  const isOwnBad = token !== undefined && own === undefined
  return isOwnBad && credentials.length === 0 ? refuse('bad_token') : credentials
}

const toCredential = (tokens: SessionTokens, token: string | undefined): Credential | undefined => {
  const identity = token === undefined ? undefined : tokens.verify(token)
  return token === undefined || identity === undefined ? undefined : { token, identity }
}
