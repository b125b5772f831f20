import { latencyOf } from '@ketik/protocol'
import { isGoing } from '../core/race-state.ts'
import { addressOf, type State } from '../core/state.ts'
import { clean } from './clean.ts'
import { hintOf } from './hint.ts'
import { renderLobby } from './render-lobby.ts'
import { renderRace } from './render-race.ts'
import { renderResult } from './render-result.ts'
import { blank, clipLine, fit, type Line, line, type Size, widthOf } from './span.ts'

type Cursor = { readonly row: number; readonly col: number }
/** The whole screen: exactly `rows` lines, none wider than `cols`. */
export type Frame = { readonly lines: readonly Line[]; readonly cursor: Cursor | null }

const PROMPT = '>> '
const ROWS_WITH_HEADER = 4
const ROWS_WITH_HINT = 6

/** What the screen shows of a state at an instant of the local clock. */
export const render = (state: State, size: Size, now: number): Frame => {
  const rows = Math.max(1, size.rows)
  const cols = Math.max(1, size.cols)
  const header = rows >= ROWS_WITH_HEADER ? [headerOf(state, cols, now)] : []
  const hint = rows >= ROWS_WITH_HINT ? [line(hintOf(state, now), 'dim')] : []
  const body = bodyOf(state, { cols, rows: rows - header.length - hint.length - 1 }, now)
  const prompt = promptOf(state, cols)
  const lines = [...header, ...body.lines, ...hint, prompt.line].map(one => clipLine(one, cols))
  const typesText = state.race !== null && isGoing(state.race) && state.focus === 'text'
  const cursor = typesText
    ? body.cursor && { row: body.cursor.row + header.length, col: body.cursor.col }
    : { row: rows - 1, col: prompt.col }
  return { lines, cursor: cursor && { ...cursor, col: Math.min(cursor.col, cols - 1) } }
}

/** Padded to exactly its size; from the top, or (the lobby) from the bottom. */
const bodyOf = (state: State, size: Size, now: number): Frame => {
  if (size.rows <= 0) return { lines: [], cursor: null }
  const { race } = state
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
  const { link, options, online } = state
  const { words } = options
  const { host, port } = addressOf(state)
  const delayMs = latencyOf(state.clock)?.medianMs
  const here = [
    ...(online === null ? [] : [words.online(online)]),
    ...(delayMs === undefined ? [] : [`${Math.round(delayMs)} ms`]),
  ].join(' · ')
  const status = {
    opening: words.connecting(`${host}:${port}`),
    'logging-in': words.connecting(`${host}:${port}`),
    ready: state.clusterOk ? here : words.clusterAway,
    away: words.away(link.state === 'away' ? Math.ceil(Math.max(0, link.retryAt - now) / 1_000) : 0),
    ended: words.ended,
  }[link.state]
  const left = ` Ketik · ${clean(options.name)}`
  const right = `${status} `
  const gap = Math.max(2, cols - widthOf(left) - widthOf(right))
  return line(fit(`${left}${' '.repeat(gap)}${right}`, cols), 'bar')
}

/** The prompt and the part of its line around the cursor that fits. */
const promptOf = (state: State, cols: number): { readonly line: Line; readonly col: number } => {
  const { cells, cursor } = state.prompt
  const room = Math.max(1, cols - PROMPT.length - 1)
  let from = cursor
  for (let width = 0; from > 0; from--) {
    width += widthOf(cells[from - 1] ?? '')
    if (width > room) break
  }
  const before = cells.slice(from, cursor).join('')
  const isAside = state.race !== null && isGoing(state.race) && state.focus === 'text'
  return {
    line: [
      { text: PROMPT, style: isAside ? 'dim' : 'strong' },
      { text: clean(before + cells.slice(cursor).join('')), style: isAside ? 'dim' : 'plain' },
    ],
    col: PROMPT.length + widthOf(before),
  }
}
