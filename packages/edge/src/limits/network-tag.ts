import type { SessionKeys } from '../accounts/session-keys.ts'
import { networkOf } from './network-of.ts'

/** 96 bits: two networks share a tag by chance never. */
const TAG_LENGTH = 16

/**
 * Makes tags that say only whether two addresses are one (IPv6: one /64). All nodes make the same ones. Redis holds them
 * in place of addresses: nobody can find the address of a tag without the secret.
 */
export const networkTagger =
  (keys: SessionKeys): ((address: string) => string) =>
  address =>
    keys.agreedHash(`network ${networkOf(address)}`).slice(0, TAG_LENGTH)
