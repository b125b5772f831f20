import { isPlain } from './is-plain.ts'
import { LOOK_ALIKES } from './look-alike-table.ts'

/** Characters that draw nothing, or only change how the character beside them is drawn. */
const IGNORED = /\p{Default_Ignorable_Code_Point}/gu
/** Fonts draw a repeated mark as one. A dot over `i` (its key is `1`) or `j` replaces the letter's own dot. */
const REPEATED_MARK = /(\p{M})\1+/gu
const DOT_OVER_DOTTED = /(?<=[1j])\u0307/gu
const SPACES = /\s+/gu

const fromHex = (hex: string): string => String.fromCodePoint(Number.parseInt(hex, 16))

const readTable = (table: string): ReadonlyMap<string, string> => {
  const shown = new Map<string, string>()
  for (const entry of table.trim().split(/\s+/)) {
    const [to = '', froms = ''] = entry.split('=')
    const prototype = to.split('+').map(fromHex).join('')
    for (const from of froms.split(',')) shown.set(fromHex(from), prototype)
  }
  return shown
}

const PROTOTYPES = readTable(LOOK_ALIKES)

/** The table has every letter of its Unicode version. Of newer letters only the case is folded. */
const prototypeOf = (character: string): string => PROTOTYPES.get(character) ?? character.toLowerCase()

/** A plain name needs no normalisation, only the key of each letter. */
const PROTOTYPES_OF_ASCII = Array.from({ length: 128 }, (_, code) => prototypeOf(String.fromCharCode(code)))

/**
 * The key under which a name is unique: its skeleton by UTS #39. Names that look alike, that differ in case, or in
 * compatibility forms are the same name. It follows from both that `I`, `i`, `l` and `1` are one letter, and `O`, `o`
 * and `0`. The result has no meaning for people. Applied to its own result it changes nothing.
 */
export const foldUsername = (username: string): string => {
  let skeleton = ''
  if (isPlain(username)) {
    for (let i = 0; i < username.length; i++) skeleton += PROTOTYPES_OF_ASCII[username.charCodeAt(i)]
    return skeleton.replace(SPACES, ' ').trim()
  }
  for (const character of username.normalize('NFKD').replace(IGNORED, '')) skeleton += prototypeOf(character)
  return skeleton
    .normalize('NFKD')
    .replace(REPEATED_MARK, '$1')
    .replace(DOT_OVER_DOTTED, '')
    .replace(SPACES, ' ')
    .trim()
}
