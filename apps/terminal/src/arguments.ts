import { parseArgs } from 'node:util'
import { isRefusal, toUsername } from '@ketik/protocol'
import { LANGS, type Lang } from '@ketik/race'
import { isRoom } from './core/room.ts'
import type { Address, Options } from './core/state.ts'
import { wordsOf } from './words/words.ts'

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
  help: { type: 'boolean' },
} as const

export type Arguments = Omit<Options, 'canRace' | 'passphrase'> & {
  /** Where the passphrase of a claimed name comes from, if it is one. */
  readonly proof?: 'asked' | { readonly file: string }
}

/** What the command line asks for, or what is wrong with it. `--lang` chooses the words and the texts. */
export const readArguments = (
  given: readonly string[],
  localeLang: Lang,
): Arguments | { readonly problem: string } | { readonly usage: string } => {
  let values: ReturnType<typeof parse>
  const usual = wordsOf(localeLang)
  try {
    values = parse(given)
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : error}\n${usual.usage}` }
  }
  const lang = LANGS.find(one => one === values.lang)
  const words = wordsOf(lang ?? localeLang)
  const wrong = (what: string) => ({ problem: `${what}\n${words.usage}` })
  if (values.help) return { usage: words.usage }
  if (values.lang !== undefined && lang === undefined) return wrong(words.badLang)
  const name = toUsername(values.name ?? '')
  if (isRefusal(name)) return wrong(words.badName)
  if (values.room !== undefined && !isRoom(values.room)) return wrong(words.badRoom)
  const port = portOf(values.port ?? DEFAULT_PORT)
  if (port === undefined) return wrong(words.badPort)
  const addresses: Address[] = []
  for (const host of (values.host ?? [DEFAULT_HOST]).flatMap(one => one.split(','))) {
    const address = addressFrom(host, port)
    if (address === undefined) return wrong(words.badHost(host))
    addresses.push(address)
  }
  const wish = {
    ...(lang === undefined ? {} : { lang }),
    ...(values.room === undefined ? {} : { room: values.room }),
  }
  const file = values['passphrase-file']
  const proof = file === undefined ? (values['sign-in'] ? 'asked' : undefined) : { file }
  return { name, addresses, wish, words, ...(proof === undefined ? {} : { proof }) }
}

const parse = (given: readonly string[]) => parseArgs({ args: [...given], options, strict: true }).values

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
