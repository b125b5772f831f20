import { foldUsername } from '@ketik/protocol'

/** A join or leave as the line entry points show it. */
const PRESENCE = /^(.+?)\s+(?:Bergabung|Keluar)\s*!/iu
/** Longer than any name with spaces around it. */
const UNITS_MAX = 256
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu
const COLON = foldUsername(':')

/**
 * The keys of the names whose line a text without a name could be taken for: what comes before the first sign that looks
 * like a colon, as no name has one, or before `Bergabung!` or `Keluar!`. Most texts have none.
 */
export const imitatedNames = (text: string): readonly string[] => {
  const beginning = text.slice(0, UNITS_MAX).replace(INVISIBLE, '')
  const characters = [...beginning]
  const colon = characters.findIndex(character => foldUsername(character) === COLON)
  const speaker = colon < 0 ? undefined : characters.slice(0, colon).join('')
  const [, present] = PRESENCE.exec(beginning) ?? []
  const folded = [speaker, present].map(name => foldUsername((name ?? '').trim()))
  return [...new Set(folded)].filter(name => name !== '')
}
