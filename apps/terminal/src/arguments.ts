import { parseArgs } from 'node:util'
import { isRefusal, toUsernameForm } from '@ketik/protocol'
import { LANGS, type Lang } from '@ketik/race'
import { isRoom } from './core/room.ts'
import type { Address, Options } from './core/state.ts'
import { VERSION } from './version.ts'
import type { Words } from './words/words.ts'
import { wordsOf } from './words/words-of.ts'

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = '50000'

const options = {
  name: { type: 'string' },
  host: { type: 'string', multiple: true },
  port: { type: 'string' },
  lang: { type: 'string' },
  room: { type: 'string' },
  'sign-in': { type: 'boolean' },
  'passphrase-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const

export type Arguments = Omit<Options, 'canRace' | 'passphrase'> & {
  /** Where the passphrase of a claimed name comes from, if it is one. */
  readonly proof?: 'asked' | { readonly file: string }
}

/** What the command line asks for, its answer to `--help` and `--version`, or what is wrong with it. */
export const readArguments = (
  given: readonly string[],
  localeLang: Lang,
): Arguments | { readonly problem: string } | { readonly answer: string } => {
  const { values, tokens } = parseArgs({
    args: [...given],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const lang = LANGS.find(one => one === values.lang)
  const words = wordsOf(lang ?? localeLang)
  const wrong = (what: string) => ({ problem: `${what}\n${words.usage}` })
  if (values.help === true) return { answer: [words.usage, '', ...words.optionHelp].join('\n') }
  if (values.version === true) return { answer: `ketik ${VERSION}` }
  const slip = tokens.map(token => slipIn(token, words)).find(one => one !== undefined)
  if (slip !== undefined) return wrong(slip)
  if (values.lang !== undefined && lang === undefined) return wrong(words.badLang)
  const name = toUsernameForm(textOf(values.name) ?? '')
  if (isRefusal(name)) return wrong(words.badName)
  const room = textOf(values.room)
  if (room !== undefined && !isRoom(room)) return wrong(words.badRoom)
  const port = portOf(textOf(values.port) ?? DEFAULT_PORT)
  if (port === undefined) return wrong(words.badPort)
  const addresses: Address[] = []
  for (const host of hostsOf(values.host)) {
    const address = addressFrom(host, port)
    if (address === undefined) return wrong(words.badHost(host))
    addresses.push(address)
  }
  const wish = { ...(lang === undefined ? {} : { lang }), ...(room === undefined ? {} : { room }) }
  const file = textOf(values['passphrase-file'])
  const proof = file === undefined ? (values['sign-in'] === true ? 'asked' : undefined) : { file }
  return { name, addresses, wish, words, ...(proof === undefined ? {} : { proof }) }
}

type ArgumentToken = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

/** What is wrong with one argument by itself. The parser's own messages are English and name no option plainly. */
const slipIn = (token: ArgumentToken, words: Words): string | undefined => {
  if (token.kind === 'positional') return words.surplusArgument(token.value)
  if (token.kind !== 'option') return undefined
  const { name, rawName, value } = token
  const known = Object.entries(options).find(([option]) => option === name)?.[1]
  if (known === undefined) return words.unknownOption(rawName)
  if (known.type === 'boolean') return value === undefined ? undefined : words.optionTakesNoValue(rawName)
  const isMissing = value === undefined || value === '' || (value.startsWith('-') && !token.inlineValue)
  return isMissing ? words.optionNeedsValue(rawName) : undefined
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const hostsOf = (values: readonly (string | boolean)[] | undefined): readonly string[] =>
  (values ?? [DEFAULT_HOST]).flatMap(value => String(value).split(','))

/** `host`, `host:port`, `[::1]:port`, or an IPv6 address as it is. */
const addressFrom = (given: string, port: number): Address | undefined => {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(given)
  const plain = /^([^:[\]\s]+)(?::(\d+))?$/.exec(given)
  const [, host, ownPort] = bracketed ?? plain ?? []
  if (host === undefined)
    return /^[0-9a-fA-F:.%]+$/.test(given) && given.includes(':') ? { host: given, port } : undefined
  const chosen = ownPort === undefined ? port : portOf(ownPort)
  return chosen === undefined ? undefined : { host, port: chosen }
}

const portOf = (given: string): number | undefined => {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}
