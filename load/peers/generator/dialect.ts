import type { Wire } from './wire.ts'

/** One player of the load: what it sent and when, and what it has seen of its opponents. */
export type Racer = {
  readonly name: string
  readonly race: number
  /** How many race in it. */
  readonly seats: number
  /** When each update was sent, in milliseconds; the update's number is its index. 0 is the start. */
  readonly sentAt: number[]
  /** The number of the last update seen of each opponent, by the opponent's index. */
  readonly seen: Map<number, number>
}

/** What came of an opponent: which of all players, and the number of its update. */
export type OnSeen = (of: number, update: number) => void

/** One player's conversation with one kind of server. */
export type Conversation = {
  onText(text: string): void
  /** After the connection stands. */
  logIn?(): Promise<unknown>
  /** Takes its place in its race; resolves when updates may be sent. */
  enter?(): Promise<unknown>
  /** What says its update of that number, beginning with 1. */
  update(number: number): string | Buffer
}

export type Dialect = {
  /** All players of a race connect to one node, because the servers know no other way. */
  readonly isRaceOnOneNode?: true
  path(racer: Racer, port: number): string | Promise<string>
  /** Begins before the connection stands, so that nothing is missed. */
  converse(racer: Racer, wire: Wire, onSeen: OnSeen): Conversation
}

/** Progress is told in tenths of a percent, one for each update. */
export const percentOf = (update: number): number => update / 10

/** Reads an `opponent_progress` without a JSON parser: the generator must not be the bottleneck. */
export const readProgress = (text: string, onSeen: OnSeen): boolean => {
  const at = text.indexOf('"progress":')
  const name = text.indexOf('"username":"p')
  if (at < 0 || name < 0) return false
  onSeen(Number.parseInt(text.slice(name + 13), 10), Math.round(Number.parseFloat(text.slice(at + 11)) * 10))
  return true
}
