import { createHmac } from 'node:crypto'
import { networkOf } from './network-of.ts'

/** 96 bits: two networks share a tag by chance never. */
const TAG_LENGTH = 16

/**
 * Makes tags that say only whether two addresses are one (IPv6: one /64). All nodes make the same ones. Redis holds them
 * in place of addresses: nobody can find the address of a tag without the secret. A session token never signs a text with
 * spaces, so no token contains the key.
 */
export const networkTagger = (secret: string): ((address: string) => string) => {
  const key = createHmac('sha256', secret).update('the key of network tags').digest()
  return address =>
    createHmac('sha256', key).update(networkOf(address)).digest('base64url').slice(0, TAG_LENGTH)
}
