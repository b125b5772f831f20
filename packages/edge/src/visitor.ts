import { networkOf } from './network-of.ts'
import type { SessionTokens } from './session-token.ts'

/** Where a request comes from. `device` is the random id in the cookie of a browser. */
export type Visitor = { readonly address: string; readonly device?: string | undefined }

/**
 * The places of a visitor that an account can know, as keyed hashes: its browser, then its network. The hash keeps
 * addresses and cookies out of the database.
 */
export const placesOf = (
  { address, device }: Visitor,
  account: string,
  tokens: Pick<SessionTokens, 'keyedHash'>,
): readonly string[] =>
  [...(device === undefined ? [] : [`device ${device}`]), `network ${networkOf(address)}`].map(place =>
    tokens.keyedHash(`${account} at ${place}`),
  )
