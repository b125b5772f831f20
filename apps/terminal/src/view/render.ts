import { isGoing, latencyOf } from '@ketik/client'
import { isPromptShut, isTypingText } from '../core/prompt-guard.ts'
import { addressOf, addressText, type State } from '../core/state.ts'
import { clean } from './clean.ts'
import type { Frame } from './frame.ts'
import { hintOf } from './hint.ts'
import { isolated } from './isolate.ts'
import { renderLobby } from './render-lobby.ts'
import { renderRace } from './render-race.ts'
import { renderResult } from './render-result.ts'
import { blank, clipLine, fit, type Line, line, type Size, widthOf } from './span.ts'

const PROMPT = '>> '
const ROWS_WITH_HEADER = 4
const ROWS_WITH_HINT = 6

/** What the screen shows of a state at an instant of the local clock. */
export const render = (state: State, size: Size, now: number): Frame => {
  const rows = Math.max(1, size.rows)
  const cols = Math.max(1, size.cols)
  const header = rows >= ROWS_WITH_HEADER ? [headerOf(state, cols, now)] : []
  const isHintShown = rows >= ROWS_WITH_HINT || (state.isLeaving && rows > 1)
  const hint = isHintShown ? [line(hintOf(state, now), state.isLeaving ? 'warn' : 'dim')] : []
  const body = bodyOf(state, { cols, rows: rows - header.length - hint.length - 1 }, now)
  const isPromptAside = isTypingText(state) || isPromptShut(state, now)
  const prompt = promptOf(state, cols, isPromptAside)
  const lines = [...header, ...body.lines, ...hint, prompt.line].map(one => clipLine(one, cols))
  const cursor = isTypingText(state)
    ? body.cursor && { row: body.cursor.row + header.length, col: body.cursor.col }
    : { row: rows - 1, col: prompt.col }
  return { lines, cursor: cursor && { ...cursor, col: Math.min(cursor.col, cols - 1) } }
}

/** Padded to exactly its size; from the top, or (the lobby) from the bottom. */
const bodyOf = (state: State, size: Size, now: number): Frame => {
  if (size.rows <= 0) return { lines: [], cursor: null }
  const { race } = state.link
  const drawn =
    race === null
      ? renderLobby(state, size)
      : isGoing(race)
        ? renderRace(state, race, size, now)
        : renderResult(state, race, size)
  const lines = drawn.lines.slice(0, size.rows)
  const missing = Array.from({ length: size.rows - lines.length }, () => blank)
  return { lines: [...lines, ...missing], cursor: drawn.cursor }
}

const headerOf = (state: State, cols: number, now: number): Line => {
  const { link, options } = state
  const { connection, online } = link
  const { words } = options
  const address = addressText(addressOf(state))
  const delayMs = latencyOf(link.clock)?.medianMs
  const here = [
    ...(online === null ? [] : [words.online(online)]),
    ...(delayMs === undefined ? [] : [`${Math.round(delayMs)} ms`]),
  ].join(' · ')
  const status = {
    offline: words.connecting(address),
    connecting: words.connecting(address),
    authenticating: words.connecting(address),
    online: link.cluster === 'ok' ? here : words.clusterAway,
    away: words.away(address, link.welcomed, secondsUntilRetry(state, now)),
    resting: words.ended,
    closed: words.ended,
  }[connection.phase]
  const left = ` Ketik · ${isolated(options.name)}`
  const right = `${status} `
  const gap = Math.max(2, cols - widthOf(left) - widthOf(right))
  return line(fit(`${left}${' '.repeat(gap)}${right}`, cols), 'bar')
}

const secondsUntilRetry = ({ link: { connection } }: State, now: number): number =>
  connection.phase === 'away' ? Math.ceil(Math.max(0, connection.retryAt - now) / 1_000) : 0

/** The prompt and the part of its line around the cursor that fits. */
const promptOf = (
  state: State,
  cols: number,
  isAside: boolean,
): { readonly line: Line; readonly col: number } => {
  const { cells, cursor } = state.prompt
  const room = Math.max(1, cols - PROMPT.length - 1)
  let from = cursor
  for (let width = 0; from > 0; from--) {
    width += widthOf(cells[from - 1] ?? '')
    if (width > room) break
  }
  const before = cells.slice(from, cursor).join('')
  return {
    line: [
      { text: PROMPT, style: isAside ? 'dim' : 'strong' },
      { text: clean(before + cells.slice(cursor).join('')), style: isAside ? 'dim' : 'plain' },
    ],
    col: PROMPT.length + widthOf(before),
  }
}
