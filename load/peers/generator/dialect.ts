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

/** A player's connection to one kind of server, logged in. */
export type Connected = {
  readonly wire: Wire
  /** Takes its place in its race; resolves when updates may be sent. */
  enter?(): Promise<unknown>
  /** What says its update of that number, beginning with 1. */
  update(number: number): string | Buffer
}

export type Dialect = (racer: Racer, port: number, onSeen: OnSeen) => Promise<Connected>

/** Progress is told in tenths of a percent, one for each update. */
export const percentOf = (update: number): number => update / 10

/** Reads an `opponent_progress` without a JSON parser: the generator must not be the bottleneck. */
export const readProgress = (text: string, onSeen: OnSeen): void => {
  const at = text.indexOf('"progress":')
  const name = text.indexOf('"username":"p')
  if (at < 0 || name < 0) return
  onSeen(Number.parseInt(text.slice(name + 13), 10), Math.round(Number.parseFloat(text.slice(at + 11)) * 10))
}
