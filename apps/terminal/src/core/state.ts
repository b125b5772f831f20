import { type ClusterClock, freshClock, offsetOf, type RunningTime, startRunning } from '@ketik/client'
import type { BoardRow, BoardTiming } from '@ketik/protocol'
import type { Lang } from '@ketik/race'
import type { Words } from '../words/words.ts'
import type { LinkFault } from './event.ts'
import { emptyPrompt, type Prompt } from './prompt.ts'
import { isSettled, type Race } from './race-state.ts'
import { emptyTalk, type Talk } from './talk.ts'

export type Address = { readonly host: string; readonly port: number }
/** `rated`: in a room, the player agrees that the race counts for ratings. */
export type RaceWish = { readonly lang?: Lang; readonly room?: string; readonly rated?: true }
export type BoardWindow = 'day' | 'week' | 'all'
export type BoardAsked = { readonly window: BoardWindow; readonly timed: BoardTiming }

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

type Link =
  | { readonly state: 'opening' | 'logging-in'; readonly attempt: number }
  | { readonly state: 'ready' }
  | { readonly state: 'away'; readonly attempt: number; readonly retryAt: number }
  | { readonly state: 'ended' }

export type State = {
  readonly options: Options
  readonly link: Link
  /** Index of the address that is tried, or was reached last. */
  readonly address: number
  readonly token: string | null
  /** A server has let this program in before. */
  readonly welcomed: boolean
  /** Why each address failed last, by its index; only until a server has let this program in. */
  readonly faults: Readonly<Record<number, LinkFault>>
  readonly clock: ClusterClock
  /** Cluster time less local time, guessed from `welcome` until a pong says better. */
  readonly roughOffsetMs: number
  readonly pings: number
  /** The last pong: its cluster time, and when it came by the local clock. */
  readonly heard: { readonly now: number; readonly at: number } | null
  /** Since the last line; before the login is answered, since the connection was asked for. */
  readonly silence: RunningTime
  readonly snapshotWait: RunningTime
  /** The server's last word on this connection: whether to come back. */
  readonly bye: { readonly code: number; readonly retryable: boolean } | null
  readonly clusterOk: boolean
  readonly online: number | null
  readonly talk: Talk
  readonly prompt: Prompt
  /** Rows that the lobby is scrolled up by. */
  readonly scrolled: number
  readonly queue: { readonly wish: RaceWish; readonly since: number; readonly count: number | null } | null
  readonly race: Race | null
  /** Id of the race that the player left last. The server may not know yet, and may bring it back. */
  readonly leftRace: string | null
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

export const newState = (options: Options): State => ({
  options,
  link: { state: 'opening', attempt: 0 },
  address: 0,
  token: null,
  welcomed: false,
  faults: {},
  clock: freshClock,
  roughOffsetMs: 0,
  pings: 0,
  heard: null,
  silence: startRunning(0),
  snapshotWait: startRunning(0),
  bye: null,
  clusterOk: true,
  online: null,
  talk: emptyTalk,
  prompt: emptyPrompt,
  scrolled: 0,
  queue: null,
  race: null,
  leftRace: null,
  focus: 'prompt',
  promptOpensAt: 0,
  isLeaving: false,
  boardsDue: [],
  board: [],
  boardAsks: 0,
  inputEnded: null,
  refused: false,
})

/** Cluster time less local time, as well as it is known. */
export const clusterOffset = (state: State): number => offsetOf(state.clock) ?? state.roughOffsetMs

/** The race is off the screen and does not come back. */
export const withoutRace = (state: State): State => ({
  ...state,
  race: null,
  leftRace: state.race?.view.id ?? state.leftRace,
})

/** The race to come back to after a drop: not one whose standings are there, and none while the player waits for another. */
export const raceToResume = ({ race, queue }: State): Race | null =>
  race !== null && race.standings === null && queue === null ? race : null

/** In a race a dead connection costs places, so it is given up sooner. */
export const isRacing = ({ race }: State): boolean => race !== null && !isSettled(race)

/** An address as `--host` takes it. */
export const addressText = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

export const addressOf = ({ options, address }: State): Address => {
  const { addresses } = options
  return addresses[address % addresses.length] ?? { host: '127.0.0.1', port: 50_000 }
}
