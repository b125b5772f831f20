import type { State } from '../core/state.ts'
import type { Frame } from './frame.ts'
import { blank, type Line, type Size } from './span.ts'
import { talkRows } from './talk-rows.ts'

/** The talk of the lobby, its end at the bottom. */
export const renderLobby = (state: State, { cols, rows }: Size): Frame => {
  const all = talkRows(state, cols, rows + state.scrolled)
  const end = Math.max(Math.min(rows, all.length), all.length - state.scrolled)
  const shown = all.slice(Math.max(0, end - rows), end)
  const above: readonly Line[] = Array.from({ length: rows - shown.length }, () => blank)
  return { lines: [...above, ...shown], cursor: null }
}
