import { withoutInvisible } from '@ketik/protocol'

/** Longer than any name, and than the words behind it. */
const UNITS_MAX = 256
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu
const SIGNS = /^[^\p{L}\p{N}]*/u

type TextBeginning = {
  /** Spaces, punctuation, pictures and marks. */
  readonly signs: string
  /** What follows them, as far as a name could reach. */
  readonly rest: string
}

/** How a text begins for whoever reads it. However much stands in front that nobody sees, it takes no room here. */
export const textBeginning = (text: string): TextBeginning => {
  const seen = withoutInvisible(text).replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim()
  const signs = SIGNS.exec(seen)?.[0] ?? ''
  return { signs, rest: seen.slice(signs.length, signs.length + UNITS_MAX) }
}
