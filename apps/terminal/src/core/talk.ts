import type { BoardRow, Chat } from '@ketik/protocol'

/** Who speaks: a guest, the owner of a registered name, or an operator of the server. */
export type SenderKind = 'guest' | 'owner' | 'operator'

export type ChatLine = {
  readonly line: 'chat'
  readonly from: string
  readonly sender: SenderKind
  readonly text: string
  readonly at: number
}

/** What the lobby shows, oldest first. */
export type TalkLine =
  | ChatLine
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

const isSame = (one: TalkLine, other: ChatLine): boolean =>
  one.line === 'chat' && one.at === other.at && one.from === other.from && one.text === other.text

export const chatLine = ({ from, text, at, operator, owner }: Omit<Chat, 'type'>): ChatLine => ({
  line: 'chat',
  from,
  sender: operator === true ? 'operator' : owner === true ? 'owner' : 'guest',
  text,
  at,
})
