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
import { argv, exit, stderr, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'

const OUTPUT = fileURLToPath(new URL('../packages/protocol/src/look-alike-table.ts', import.meta.url))
const LINE_CHARACTERS = 150
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

const [source] = argv.slice(2)
if (source === undefined) {
  stderr.write('usage: node infra/look-alikes.mjs <confusables.txt>\n')
  exit(2)
}

const text = readFileSync(source, 'utf8')
const version = /Version: (\S+)/.exec(text)?.[1] ?? 'unknown'
const prototypes = [...text.matchAll(/^([0-9A-F]+) ;\s*([0-9A-F ]+?) ;/gm)].map(([, from, to]) => [
  fromHex(from),
  to.split(' ').map(fromHex).join('').normalize('NFKD'),
])

/** Sets of strings that are compared as one: the parent of each, itself at the root. */
const parents = new Map()
/** What each set holds, by its root. */
const members = new Map()

for (const [from, to] of prototypes) if (isStable(from)) join(from, to)
join('I', 'i')
for (const letter of 'ABCDEFGHJKLMNOPQRSTUVWXYZ') join(letter, letter.toLowerCase())
const apart = []
for (const code of [...CYRILLIC, ...Array(CODE_POINTS).keys()]) {
  if (code >= 0xd800 && code < 0xe000) continue
  const letter = String.fromCodePoint(code)
  const small = smallOf(letter)
  if (small === letter || !isStable(letter)) continue
  if (mixesLetters(letter, small)) apart.push(letter)
  else join(letter, small)
}

const shown = new Map()
for (const root of members.keys()) {
  for (const member of members.get(root)) {
    if ([...member].length !== 1) continue
    const to = resolved(member)
    if (to !== member || smallOf(member) !== member) shown.set(member, to)
  }
}
const byTarget = groupBy(
  [...shown.keys()].sort((one, other) => one.codePointAt(0) - other.codePointAt(0)),
  from => shown.get(from),
)
const entries = [...byTarget].map(
  ([to, froms]) => `${[...to].map(toHex).join('+')}=${froms.map(toHex).join(',')}`,
)
writeFileSync(
  OUTPUT,
  [
    `// Made by infra/look-alikes.mjs from confusables.txt ${version}, © Unicode, Inc.; see UNICODE-LICENCE.txt. Do not edit.`,
    '',
    '/** `to=from,from…` in hexadecimal code points, `to` may be several with `+`; entries end with a space or a line end. */',
    `export const LOOK_ALIKES = \`\n${wrapped(entries).join('\n')}\n\``,
    '',
  ].join('\n'),
)
stdout.write(`${shown.size} characters; capitals apart from their small letters: ${apart.join(' ')}\n`)

/** A character is looked up after NFKD, so one that NFKD changes needs no entry. */
function isStable(character) {
  return character.normalize('NFKD') === character
}

/** By way of the capital, so that both small sigmas are one. What becomes several letters (ß) stays as it is. */
function smallOf(character) {
  const small = character.toUpperCase().toLowerCase().normalize('NFKD')
  return [...small].length === 1 ? small : character
}

function rootOf(member) {
  if (!parents.has(member)) {
    parents.set(member, member)
    members.set(member, [member])
  }
  let root = member
  while (parents.get(root) !== root) root = parents.get(root)
  return root
}

function join(one, other) {
  const [to, from] = [rootOf(one), rootOf(other)]
  if (to === from) return
  parents.set(from, to)
  members.set(to, [...members.get(to), ...members.get(from)])
  members.delete(from)
}

function mixesLetters(one, other) {
  const [mine, theirs] = [members.get(rootOf(one)), members.get(rootOf(other))]
  if (rootOf(one) === rootOf(other)) return false
  return ALPHABETS.some(letters => {
    const here = letters.filter(letter => mine.includes(letter))
    const there = letters.filter(letter => theirs.includes(letter))
    return here.length > 0 && there.length > 0
  })
}

/** The string by which all members of a set are compared: several letters if one of them looks like those and not only like a part of them. */
function resolved(member, within = []) {
  const root = rootOf(member)
  const all = members.get(root)
  const long = all.filter(one => [...one].length > 1).sort(byOrder)
  const spelt = long.find(one => ![...one].some(part => [root, ...within].includes(rootOf(part))))
  if (spelt !== undefined) return [...spelt].map(one => resolved(one, [root, ...within])).join('')
  const single = all.filter(one => [...one].length === 1)
  return single.filter(one => !/\p{Lu}/u.test(one)).sort(byOrder)[0] ?? [...single].sort(byOrder)[0]
}

function byOrder(one, other) {
  return rankOf(one) - rankOf(other) || (one < other ? -1 : 1)
}

/** Small ASCII letters and digits represent their sets, then other ASCII, then the rest. */
function rankOf(one) {
  if (/^[a-z0-9]+$/.test(one)) return 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  return /^[\x00-\x7f]+$/.test(one) ? 1 : 2
}

function fromHex(hex) {
  return String.fromCodePoint(Number.parseInt(hex, 16))
}

function toHex(character) {
  return character.codePointAt(0).toString(16)
}

function wrapped(words) {
  const lines = []
  let line = ''
  for (const part of words.flatMap(splitEntry)) {
    if (line !== '' && line.length + 1 + part.length > LINE_CHARACTERS) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? part : ` ${part}`
  }
  return [...lines, line]
}

/** An entry too long for a line becomes several with the same target. */
function splitEntry(entry) {
  const [to, froms] = entry.split('=')
  const parts = []
  for (const from of froms.split(',')) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + 1 + from.length <= LINE_CHARACTERS) {
      parts[parts.length - 1] = `${last},${from}`
    } else parts.push(`${to}=${from}`)
  }
  return parts
}

function groupBy(froms, targetOf) {
  const groups = new Map()
  for (const from of froms) groups.set(targetOf(from), [...(groups.get(targetOf(from)) ?? []), from])
  return groups
}
