import type { LinkRace } from '@ketik/client'
import type { SeatView } from '@ketik/protocol'
import type { Words } from '../words/words.ts'
import { isolated } from './isolate.ts'
import { fit, fitRight, type Line, line, type Style } from './span.ts'

const NAME_MAX = 16
const STATE_COLS = 9

/** A bar for each racer, one's own first; as many as there are rows for. */
export const barLines = (
  race: LinkRace,
  words: Words,
  cols: number,
  rows: number,
  ownWpm: number,
): readonly Line[] => {
  if (rows <= 0) return []
  const own = race.view.seat
  const seats = [...race.seats].sort((one, other) => Number(other.seat === own) - Number(one.seat === own))
  const fits = seats.length <= rows ? seats.length : Math.max(0, rows - 1)
  const bars = seats.slice(0, fits).map(seat => {
    const isOwn = seat.seat === own
    const told = isOwn ? { ...seat, correct: race.typing.correct, wpm: ownWpm } : seat
    return barLine(race, told, words, cols, isOwn ? 'me' : 'rival')
  })
  return fits < seats.length ? [...bars, line(` ${words.moreRacers(seats.length - fits)}`, 'dim')] : bars
}

const barLine = (race: LinkRace, seat: SeatView, words: Words, cols: number, style: Style): Line => {
  const total = race.typing.graphemes.length
  const done = Math.max(0, Math.min(1, seat.correct / total))
  const nameCols = Math.max(4, Math.min(NAME_MAX, Math.floor(cols / 4)))
  const figures = `${fitRight(`${percentOf(done)}%`, 5)}${fitRight(`${Math.round(seat.wpm)}`, 4)} ${words.words}`
  const barCols = Math.max(0, Math.min(50, cols - nameCols - figures.length - STATE_COLS - 4))
  const filled = Math.round(barCols * done)
  const state = seat.place === undefined ? words.seatStates[seat.state] : `#${seat.place}`
  const name = race.view.seats[seat.seat]?.username ?? ''
  return [
    { text: ` ${fit(isolated(name), nameCols)} `, style },
    { text: '█'.repeat(filled), style },
    { text: '░'.repeat(barCols - filled), style: 'dim' },
    { text: figures, style: 'plain' },
    { text: state === '' ? '' : ` ${state}`, style: 'dim' },
  ]
}

/** Whole percents; 100 only for a text that is done. */
const percentOf = (done: number): number => (done === 1 ? 100 : Math.min(99, Math.round(100 * done)))
