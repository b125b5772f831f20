import type { SessionKeys } from '../accounts/session-keys.ts'
import { networkOf } from '../limits/network-of.ts'

/** Where a request comes from. */
export type Visitor = {
  readonly address: string
  /** The random id in the cookie of a browser. */
  readonly device?: string | undefined
  /** Whether nobody waits for an answer any more, where that is known. */
  readonly isGone?: () => boolean
}

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
