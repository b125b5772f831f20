import { foldUsername } from '@ketik/protocol'

/** What looks like a colon: the confusables of UTS #39 for `:`, and its compatibility forms. */
const COLONS = /[:：︰︓﹕∶ː˸։׃܃܄ःઃ᛬᠃᠉⁚ꓽ꞉]/gu
/** A join or leave as the line entry points show it. */
const PRESENCE = /^(.+?)\s+(?:Bergabung|Keluar)\s*!/iu
/** Longer than any name with spaces around it. */
const UNITS_MAX = 256
/** Each costs a look-up. */
const COLONS_MAX = 8
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/**
 * The keys of the names whose line a text without a name could be taken for: what comes before a colon near its beginning,
 * or before `Bergabung!` or `Keluar!`. Most texts have none.
 */
export const imitatedNames = (text: string): readonly string[] => {
  const beginning = text.slice(0, UNITS_MAX).replace(INVISIBLE, '')
  const before = [...beginning.matchAll(COLONS)]
    .slice(0, COLONS_MAX)
    .map(({ index }) => beginning.slice(0, index))
  const [, present] = PRESENCE.exec(beginning) ?? []
  // A name with a colon, which JSON and Socket.IO clients may have, is shown with another sign.
  const names = [...before, ...(present === undefined ? [] : [present])].flatMap(name => [
    name,
    name.replace(COLONS, ':'),
  ])
  return [...new Set(names.map(name => foldUsername(name.trim())))].filter(folded => folded !== '')
}
