import type { BoardRow } from '@ketik/protocol'

/** What the lobby shows, oldest first. */
export type TalkLine =
  | { readonly line: 'chat'; readonly from: string; readonly text: string; readonly at: number }
  | { readonly line: 'join' | 'leave'; readonly username: string }
  | { readonly line: 'note'; readonly text: string; readonly urgent: boolean }
  | { readonly line: 'board'; readonly title: string; readonly rows: readonly BoardRow[] }

export type Talk = {
  readonly lines: readonly TalkLine[]
  /** How many there ever were, so that a plain terminal knows which are new. */
  readonly count: number
}

const LINES_MAX = 300

export const emptyTalk: Talk = { lines: [], count: 0 }

/** The history that greets every login holds what is here already: a message is added once. */
export const addLine = (talk: Talk, line: TalkLine): Talk =>
  line.line === 'chat' && talk.lines.some(one => isSame(one, line))
    ? talk
    : { lines: [...talk.lines, line].slice(-LINES_MAX), count: talk.count + 1 }

const isSame = (one: TalkLine, other: Extract<TalkLine, { readonly line: 'chat' }>): boolean =>
  one.line === 'chat' && one.at === other.at && one.from === other.from && one.text === other.text
