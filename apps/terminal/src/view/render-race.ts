import type { LinkRace } from '@ketik/client'
import { WPM_FACTOR } from '@ketik/race'
import type { State } from '../core/state.ts'
import { barLines } from './bars.ts'
import type { Frame } from './frame.ts'
import { blank, type Line, line, type Size } from './span.ts'
import { talkRowsAside } from './talk-rows.ts'
import { renderText } from './text-window.ts'

const TEXT_ROWS_MIN = 3
const GAPS_FROM_ROWS = 12

/** The race: how it stands, everyone's bar, the text, and as much of the talk as there is room for. */
export const renderRace = (state: State, race: LinkRace, { cols, rows }: Size, now: number): Frame => {
  const gap = rows >= GAPS_FROM_ROWS ? [blank] : []
  const head = rows > 2 ? [statusLine(state, race, now)] : []
  const forBars = rows - head.length - 2 * gap.length - TEXT_ROWS_MIN
  const bars = barLines(race, state.options.words, cols, forBars, speedOf(race, now))
  const top = [...head, ...bars, ...gap]
  const text = renderText(race, { cols, rows: Math.max(1, rows - top.length) })
  const room = rows - top.length - text.lines.length - gap.length
  const talk = room > 0 ? talkRowsAside(state, cols, Math.min(room, 5)) : []
  const space = Array.from(
    { length: Math.max(0, rows - top.length - text.lines.length - talk.length) },
    () => blank,
  )
  return {
    lines: [...top, ...text.lines, ...space, ...talk],
    cursor: text.cursor && { row: top.length + text.cursor.row, col: text.cursor.col },
  }
}

const elapsedMs = ({ view, offsetMs }: LinkRace, now: number): number => now + offsetMs - view.startsAt

/** Race wpm so far: characters typed right since the start. */
const speedOf = (race: LinkRace, now: number): number =>
  race.count > 0 ? 0 : Math.round((WPM_FACTOR * race.typing.correct) / Math.max(1, elapsedMs(race, now)))

const statusLine = ({ options }: State, race: LinkRace, now: number): Line => {
  const { words } = options
  if (race.count > 0) return line(` ${words.countdown} ${Math.min(3, race.count)}`, 'strong')
  const { presses, correctPresses } = race.typing
  const accuracy = presses === 0 ? '' : ` · ${((100 * correctPresses) / presses).toFixed(0)} %`
  const seconds = Math.max(0, Math.floor(elapsedMs(race, now) / 1_000))
  const lead = seconds === 0 ? ` ${words.go}` : ''
  return line(
    `${lead} ${speedOf(race, now)} ${words.words}${accuracy} · ${seconds} ${words.seconds}`,
    'strong',
  )
}
