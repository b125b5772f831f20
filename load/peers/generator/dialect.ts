import type { Racer } from './racer.ts'
import type { RawSocket } from './raw-socket.ts'

/** What came of an opponent: which of all players, and the number of its update. */
export type OnSeen = (of: number, update: number) => void

/** One player's conversation with one kind of server. */
export type Conversation = {
  onMessage(payload: Buffer): void
  /** After the connection stands: logs in. */
  login(socket: RawSocket): Promise<void>
  /** Takes its place in its race; resolves when updates may be sent. */
  enter(): Promise<void>
  /** The frame of an update of that number, beginning with 1. */
  update(number: number): Buffer
}

export type Dialect = {
  /** All players of a race connect to one node, because the servers know no other way. */
  readonly isRaceOnOneNode?: true
  path(racer: Racer, port: number): string | Promise<string>
  converse(racer: Racer, index: number, onSeen: OnSeen): Conversation
}

/** Progress is told in tenths of a percent, one for each update. */
export const percentOf = (update: number): number => update / 10

const progressText = (name: string, update: number): string =>
  `{"type":"opponent_progress","progress":${percentOf(update)},"username":"${name}","wpm":80}`

/** A relay forwards what it gets, so what is sent is what an opponent of the others is told. */
export const relayedText = progressText

/** Reads an `opponent_progress` without a JSON parser: the generator must not be the bottleneck. */
export const readProgress = (text: string, onSeen: OnSeen): boolean => {
  const at = text.indexOf('"progress":')
  const name = text.indexOf('"username":"p')
  if (at < 0 || name < 0) return false
  onSeen(Number.parseInt(text.slice(name + 13), 10), Math.round(Number.parseFloat(text.slice(at + 11)) * 10))
  return true
}
