import type { LinkRace } from '@ketik/client'
import type { StandingView } from '@ketik/protocol'
import type { State } from '../core/state.ts'
import type { Words } from '../words/words.ts'
import { boardLines } from './board-lines.ts'
import { figure, percent } from './figure.ts'
import type { Frame } from './frame.ts'
import { isolated } from './isolate.ts'
import { blank, type Line, line, type Size } from './span.ts'
import { type Column, tableLines } from './table.ts'
import { talkRowsAside } from './talk-rows.ts'
import { wrapText } from './wrap.ts'

const TALK_ROWS = 4
const GAPS_FROM_ROWS = 14

/** How the race ended: the own figures, everyone's, the leaderboard, and the end of the talk. */
export const renderResult = (state: State, race: LinkRace, { cols, rows }: Size): Frame => {
  const { words } = state.options
  const gap: readonly Line[] = rows >= GAPS_FROM_ROWS ? [blank] : []
  const standings = standingsNow(race)
  const top = [
    ...wrapText(verdictOf(race, words), cols - 1).map(row => line(` ${row}`, 'strong')),
    ...wrapText(ownLine(race, standings, words), cols - 1).map(row => line(` ${row}`)),
    ...gap,
    ...standingLines(race, standings, words, cols),
    ...gap,
  ]
  const talk = talkRowsAside(state, cols, Math.max(1, Math.min(TALK_ROWS, rows - top.length)))
  const forBoard = rows - top.length - talk.length - gap.length
  const board =
    forBoard >= 3 && state.board.length > 0
      ? [line(` ${words.leaderboard}`, 'strong'), ...boardLines(state.board, words, cols)].slice(0, forBoard)
      : []
  const space = Array.from(
    { length: Math.max(0, rows - top.length - board.length - talk.length) },
    () => blank,
  )
  return { lines: [...top, ...board, ...space, ...talk], cursor: null }
}

const verdictOf = ({ outcome, own, lost }: LinkRace, words: Words): string => {
  // A result that came before the seat was lost stays.
  if (lost && (own === null || outcome === null)) return words.seatLost
  if (outcome === null) return words.done
  const verdict = words.verdicts[outcome.result] ?? ''
  return `${verdict} ${outcome.reason === undefined ? '' : (words.reasons[outcome.reason] ?? '')}`.trim()
}

/** The standings of the server once they are there; until then what is known of everyone. */
const standingsNow = (race: LinkRace): readonly StandingView[] => {
  if (race.standings !== null) return race.standings
  const { own, outcome, view } = race
  const known = race.seats.map((seat): StandingView => {
    const place = seat.seat === view.seat ? (outcome?.place ?? seat.place) : seat.place
    const base = {
      seat: seat.seat,
      username: view.seats[seat.seat]?.username ?? '',
      state: seat.state,
      ...(place === undefined ? {} : { place }),
    }
    if (seat.seat !== view.seat) return { ...base, wpm: seat.wpm }
    if (own === null) return base
    // The server's figure, once it is known: the same run must not show two speeds.
    const wpm = seat.state === 'finished' ? seat.wpm : own.wpm
    return { ...base, wpm, raw: own.raw, accuracy: own.accuracy, consistency: own.consistency }
  })
  return known.toSorted((one, other) => (one.place ?? Infinity) - (other.place ?? Infinity) || 0)
}

/** The figures of a result, whatever the width of the screen. */
const ownLine = (race: LinkRace, standings: readonly StandingView[], words: Words): string => {
  const own = standings.find(({ seat }) => seat === race.view.seat)
  const place = own?.place ?? race.outcome?.place
  return [
    place === undefined ? words.placePending : words.placeOf(place, race.view.seats.length),
    `${figure(own?.wpm)} ${words.words}`,
    `${words.raw} ${figure(own?.raw)}`,
    `${words.accuracy} ${percent(own?.accuracy)}`,
    `${words.consistency} ${figure(own?.consistency)}`,
    ...(own?.offlineMs === undefined ? [] : [words.offlineFor(figure(own.offlineMs / 1_000))]),
  ].join(' · ')
}

const standingLines = (
  race: LinkRace,
  standings: readonly StandingView[],
  words: Words,
  cols: number,
): readonly Line[] => {
  const columns: readonly Column<StandingView>[] = [
    { title: '', width: 4, keep: 5, cell: ({ place }) => (place === undefined ? '–' : `${place}.`) },
    { title: words.racer, width: 'rest', keep: 6, cell: ({ username }) => isolated(username) },
    { title: words.words, width: 7, keep: 5, cell: ({ wpm }) => figure(wpm) },
    { title: words.raw, width: 7, keep: 2, cell: ({ raw }) => figure(raw) },
    { title: words.accuracy, width: 10, keep: 3, cell: ({ accuracy }) => percent(accuracy) },
    { title: words.consistency, width: 12, keep: 1, cell: ({ consistency }) => figure(consistency) },
    { title: '', width: 8, keep: 4, cell: ({ state }) => words.seatStates[state] },
  ]
  return tableLines(columns, standings, cols, ({ seat }) => (seat === race.view.seat ? 'me' : 'rival'))
}
