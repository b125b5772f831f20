import { playerPage } from '../rest/player.ts'
import { oneDecimal, orDash, share, whole, words } from '../words/spoken.ts'
import type { ResultRow } from './result-row.ts'
import { Theirs } from './theirs.tsx'

type Props = { readonly rows: readonly ResultRow[]; readonly mine: number | null }

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
            {[w.wpm, w.raw, w.accuracy, w.consistency].map(label => (
              <th key={label} scope="col" class="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map(row => (
            <tr key={row.seat} class={row.seat === mine ? 'me' : ''}>
              <td class="place">{orDash(row.place, whole)}</td>
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
              <td class="figure number">{orDash(row.raw, oneDecimal)}</td>
              <td class="figure number">{orDash(row.accuracy, share)}</td>
              <td class="figure number">{orDash(row.consistency, whole)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const placeOf = ({ place }: ResultRow): number => place ?? Number.MAX_SAFE_INTEGER

const stateOf = ({ state }: ResultRow): string => {
  const w = words.value
  if (state === 'left') return w.seatUnfinished
  return state === 'away' ? w.seatAway : '–'
}
