/** What the lobby shows, oldest first. */
export type LobbyLine =
  | {
      readonly line: 'chat'
      readonly id: number
      readonly from: string
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
