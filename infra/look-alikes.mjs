/**
 * Writes packages/protocol/src/look-alike-table.ts from Unicode's confusables.txt (UTS #39):
 *
 *   node infra/look-alikes.mjs confusables.txt
 *
 * The table gives each character the one by which names are compared. It joins three relations: characters that look
 * alike, capitals with their small letters, and what follows from both. A capital whose two forms look like two different
 * letters of another alphabet (Greek Ν like N, ν like v) is not joined with its small letter: what looks alike comes first.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OUTPUT = fileURLToPath(new URL('../packages/protocol/src/look-alike-table.ts', import.meta.url))
const CODE_POINTS = 0x110000
/** Joined first: Г keeps its г, and Greek Γ, which looks like it, gives up its γ. */
const CYRILLIC = Array.from({ length: 0x130 }, (_, i) => 0x400 + i)
/** Letters that a person tells apart: a capital never joins two of one row. Without ь, which may be one with в. */
const ALPHABETS = [
  '23456789abcdefghijkmnopqrstuvwxyz',
  'αβγδεζηθικλμνξοπρστυφχψω',
  'абвгдежзийклмнопрстуфхцчшщъыэюя',
  'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ',
].map(letters => [...letters])

const isOne = string => [...string].length === 1
const fromHex = hex => String.fromCodePoint(Number.parseInt(hex, 16))
const toHex = character => character.codePointAt(0).toString(16)
/** A character is looked up after NFKD, so one that NFKD changes needs no entry. */
const isStable = character => character.normalize('NFKD') === character

const [source] = process.argv.slice(2)
if (source === undefined) {
  process.stderr.write('usage: node infra/look-alikes.mjs <confusables.txt>\n')
  process.exit(2)
}

const text = readFileSync(source, 'utf8')
const version = /Version: (\S+)/.exec(text)?.[1] ?? 'unknown'

/** The strings that are compared as one with a string, itself among them, by the string. */
const groups = new Map()

for (const [, from, to] of text.matchAll(/^([0-9A-F]+) ;\s*([0-9A-F ]+?) ;/gm)) {
  if (isStable(fromHex(from))) join(fromHex(from), to.split(' ').map(fromHex).join('').normalize('NFKD'))
}
for (const letter of 'IABCDEFGHJKLMNOPQRSTUVWXYZ') join(letter, letter.toLowerCase())
const apart = []
for (const code of [...CYRILLIC, ...Array(CODE_POINTS).keys()]) {
  if (code >= 0xd800 && code < 0xe000) continue
  const letter = String.fromCodePoint(code)
  const small = smallOf(letter)
  if (small === letter || !isStable(letter)) continue
  if (mixesLetters(groupOf(letter), groupOf(small))) apart.push(letter)
  else join(letter, small)
}

const froms = new Map()
for (const code of [...groups.keys()]
  .filter(isOne)
  .map(member => member.codePointAt(0))
  .sort((a, b) => a - b)) {
  const member = String.fromCodePoint(code)
  const target = resolved(member)
  if (target === member && smallOf(member) === member) continue
  const to = [...target].map(toHex).join('+')
  froms.set(to, [...(froms.get(to) ?? []), toHex(member)])
}
const entries = [...froms].map(([to, members]) => `${to}=${members}`)
writeFileSync(
  OUTPUT,
  [
    `// Made by infra/look-alikes.mjs from confusables.txt ${version}, © Unicode, Inc.; see UNICODE-LICENCE.txt. Do not edit.`,
    '',
    '/** `to=from,from…` in hexadecimal code points, `to` may be several with `+`; entries end with a space or a line end. */',
    // Lines of 150 characters, and a longer one where an entry is longer.
    `export const LOOK_ALIKES = \`\n${entries.join(' ').replace(/(\S.{0,149}|\S+)( |$)/g, '$1\n')}\``,
    '',
  ].join('\n'),
)
process.stdout.write(
  `${[...froms.values()].flat().length} characters; capitals apart from their small letters: ${apart.join(' ')}\n`,
)

/** By way of the capital, so that both small sigmas are one. What becomes several letters (ß) stays as it is. */
function smallOf(character) {
  const small = character.toUpperCase().toLowerCase().normalize('NFKD')
  return isOne(small) ? small : character
}

function groupOf(member) {
  if (!groups.has(member)) groups.set(member, [member])
  return groups.get(member)
}

function join(one, other) {
  const [to, from] = [groupOf(one), groupOf(other)]
  if (to === from) return
  to.push(...from)
  for (const member of from) groups.set(member, to)
}

function mixesLetters(mine, theirs) {
  const isOf = group => letter => group.includes(letter)
  return mine !== theirs && ALPHABETS.some(letters => letters.some(isOf(mine)) && letters.some(isOf(theirs)))
}

/** The string by which all members of a group are compared: several letters if one of them looks like those and not only like a part of them. */
function resolved(member, within = []) {
  const group = groupOf(member)
  const inside = [group, ...within]
  const inOrder = group.toSorted((one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1))
  const spelt = inOrder.find(one => !isOne(one) && ![...one].some(part => inside.includes(groupOf(part))))
  if (spelt !== undefined) return [...spelt].map(part => resolved(part, inside)).join('')
  const single = inOrder.filter(isOne)
  return single.find(one => !/\p{Lu}/u.test(one)) ?? single[0]
}

/** Small ASCII letters and digits represent their groups, then other ASCII, then the rest. */
function rankOf(one) {
  if (/^[a-z0-9]+$/.test(one)) return 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  return /^[\x00-\x7f]+$/.test(one) ? 1 : 2
}
