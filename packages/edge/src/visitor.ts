import { networkOf } from './network-of.ts'
import type { SessionKeys } from './session-keys.ts'

/** Where a request comes from. `device` is the random id in the cookie of a browser. */
export type Visitor = { readonly address: string; readonly device?: string | undefined }

/** A keyed hash for each secret of the cluster: the first is stored, and any of them is found again. */
export type Place = readonly [string, ...string[]]

/**
 * The places of a visitor that an account can know: its browser, then its network. The hash keeps addresses and cookies
 * out of the database.
 */
export const placesOf = (
  { address, device }: Visitor,
  account: string,
  keys: SessionKeys,
): readonly Place[] =>
  [...(device === undefined ? [] : [`device ${device}`]), `network ${networkOf(address)}`].map(place =>
    keys.hashes(`${account} at ${place}`),
  )
