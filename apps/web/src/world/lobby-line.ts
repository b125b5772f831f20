import type { Chat } from '@ketik/protocol'

/** Who speaks: a guest, the owner of a registered name, or an operator of the server. */
export type SenderKind = 'guest' | 'owner' | 'operator'

/** What the lobby shows, oldest first. */
export type LobbyLine =
  | {
      readonly line: 'chat'
      readonly id: number
      readonly from: string
      readonly mark: SenderKind
      readonly text: string
      readonly at: number
    }
  | { readonly line: 'join' | 'leave'; readonly id: number; readonly username: string }

const LINES_MAX = 200

type Fresh = LobbyLine extends infer Line ? (Line extends unknown ? Omit<Line, 'id'> : never) : never

export const addLine = (lines: readonly LobbyLine[], line: Fresh): readonly LobbyLine[] => {
  const id = (lines.at(-1)?.id ?? 0) + 1
  return [...lines, { ...line, id } as LobbyLine].slice(-LINES_MAX)
}

export const chatLine = ({ from, text, at, operator, owner }: Chat): Fresh & { readonly line: 'chat' } => ({
  line: 'chat',
  from,
  mark: operator === true ? 'operator' : owner === true ? 'owner' : 'guest',
  text,
  at,
})
