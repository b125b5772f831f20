import {
  type Link,
  type LinkFault,
  type LinkHabits,
  newLink,
  type RaceWish,
  type RunningTime,
} from '@ketik/client'
import type { BoardRow } from '@ketik/protocol'
import type { Words } from '../words/words.ts'
import type { BoardAsked } from './board-asked.ts'
import { emptyPrompt, type Prompt } from './prompt.ts'
import { emptyTalk, type Talk } from './talk.ts'

export type Address = { readonly host: string; readonly port: number }

export type Options = {
  readonly name: string
  /** Of a name that is one's own. */
  readonly passphrase?: string
  /** At least one; the first is tried first. */
  readonly addresses: readonly Address[]
  readonly wish: RaceWish
  readonly words: Words
  /** Without a terminal there are lines, but no keys. */
  readonly canRace: boolean
}

export type State = {
  readonly options: Options
  /** The connection, the queue and the race. */
  readonly link: Link
  /** Why each address failed last, by its index; only until a server has let this program in. */
  readonly faults: Readonly<Record<number, LinkFault>>
  readonly talk: Talk
  readonly prompt: Prompt
  /** Rows that the lobby is scrolled up by. */
  readonly scrolled: number
  /** Where keys go while a race is on. */
  readonly focus: 'text' | 'prompt'
  /** After the text of a race the prompt takes no keys until then, or until Enter or Escape. */
  readonly promptOpensAt: number
  /** Ctrl-C was pressed in a race: the next one leaves it. */
  readonly isLeaving: boolean
  /** What the next leaderboards answer: a board asked for, or `told` without asking. */
  readonly boardsDue: readonly (BoardAsked | 'told')[]
  readonly board: readonly BoardRow[]
  /** How often the board is still asked for after a race: its results are stored a moment after its end. */
  readonly boardAsks: number
  /** Without a terminal: since the input has ended, while the server answers the last lines. */
  readonly inputEnded: RunningTime | null
  /** A line was refused, by the server or by this program. */
  readonly refused: boolean
}

/** What accepts a connection and sends no `welcome` in this running time is probably another service. */
const WELCOME_MS = 5_000
/** A server that checks many passwords at once takes longer. */
const SIGNED_IN_MS = 30_000

const habitsOf = ({ addresses, passphrase }: Options): LinkHabits => ({
  addresses: addresses.length,
  retriesNameTaken: true,
  restsWhenIdle: false,
  firstAnswerMs: passphrase === undefined ? WELCOME_MS : SIGNED_IN_MS,
  leavesOtherServices: true,
})

export const newState = (options: Options): State => ({
  options,
  link: newLink(habitsOf(options)),
  faults: {},
  talk: emptyTalk,
  prompt: emptyPrompt,
  scrolled: 0,
  focus: 'prompt',
  promptOpensAt: 0,
  isLeaving: false,
  boardsDue: [],
  board: [],
  boardAsks: 0,
  inputEnded: null,
  refused: false,
})

/** An address as `--host` takes it. */
export const addressText = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** The address in use or to be tried next, or another one by its index. */
export const addressOf = ({ options, link }: State, index: number = link.address): Address => {
  const { addresses } = options
  return addresses[index % addresses.length] ?? { host: '127.0.0.1', port: 50_000 }
}
