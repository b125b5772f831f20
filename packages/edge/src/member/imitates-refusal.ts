import { foldUsername } from '@ketik/protocol'
import { textBeginning } from './text-beginning.ts'

/** Stars that the look-alike table does not take for `*`. */
const STARS = /[⁂⁑⁕⚹⋆✢-✥✱-✳✺-✽❃❉-❋⛤-⛧★☆⭐]/gu

/** Whether a text without a name begins like what the server itself says to one client: `*** `. */
export const imitatesRefusal = (text: string): boolean =>
  foldUsername(textBeginning(text).signs).replace(STARS, '*').replace(/\s/gu, '').includes('***')
