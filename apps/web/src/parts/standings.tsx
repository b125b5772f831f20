import { playerPage } from '../rest/player.ts'
import { oneDecimal, share, whole, words } from '../words/spoken.ts'
import type { ResultRow } from './result-row.ts'
import { Theirs } from './theirs.tsx'

type Props = { readonly rows: readonly ResultRow[]; readonly mine: number | null }

const NONE = '–'

export const Standings = ({ rows, mine }: Props) => {
  const w = words.value
  const sorted = rows.toSorted((one, other) => placeOf(one) - placeOf(other))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways has to be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-labelledby="standings-title">
      <table class="standings">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{w.placeColumn}</span>
            </th>
            <th scope="col">{w.racer}</th>
            <th scope="col" class="number">
              {w.wpm}
            </th>
            <th scope="col" class="number">
              {w.raw}
            </th>
            <th scope="col" class="number">
              {w.accuracy}
            </th>
            <th scope="col" class="number">
              {w.consistency}
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(row => (
            <tr key={row.seat} class={row.seat === mine ? 'me' : ''}>
              <td class="place">{row.place === undefined ? NONE : whole(row.place)}</td>
              <td>
                <a href={playerPage(row.username)}>
                  <Theirs text={row.username} />
                </a>
                {row.offlineMs !== undefined && row.offlineMs > 0 && (
                  <span class="soft"> · {w.offlineFor(oneDecimal(row.offlineMs / 1_000))}</span>
                )}
                {row.timed === 'arrival' && <span class="soft"> · {w.timedByArrival}</span>}
              </td>
              <td class="figure number">{row.wpm === undefined ? stateOf(row) : oneDecimal(row.wpm)}</td>
              <td class="figure number">{shown(row.raw, oneDecimal)}</td>
              <td class="figure number">{shown(row.accuracy, share)}</td>
              <td class="figure number">{shown(row.consistency, whole)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const placeOf = ({ place }: ResultRow): number => place ?? Number.MAX_SAFE_INTEGER

const shown = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? NONE : format(value)

const stateOf = ({ state }: ResultRow): string => {
  const w = words.value
  if (state === 'left') return w.seatUnfinished
  return state === 'away' ? w.seatAway : NONE
}
