import type { LinkRace } from '@ketik/client'
import { type LoggedKey, progressCurve } from '@ketik/race'
import { useMemo } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { CopyLink } from '../parts/copy-link.tsx'
import { ResultBody } from '../parts/result-body.tsx'
import type { ResultRow } from '../parts/result-row.ts'
import { useRecord } from '../parts/use-record.ts'
import { verdictOf } from '../parts/verdict.ts'
import { Waiting } from '../parts/waiting.tsx'
import { words } from '../words/spoken.ts'
import { finishedWpm } from '../world/race-state.ts'

/** The result of one's own race: at once from what this page knows, complete when the archive answers. */
export const ResultPage = ({ race }: { readonly race: LinkRace }) => {
  const { doors, tell } = useApp()
  const queue = usePiece(({ link }) => link.queue)
  const record = useRecord(doors.ask, race.view.id, race.standings !== null)
  const own: readonly LoggedKey[] = race.outbox.keys
  const curves = useMemo(
    () => ({ ...record?.curves, [race.view.seat]: progressCurve(race.view.text.text, own) }),
    [own, race.view, record],
  )
  const rows = useMemo(() => record?.rows ?? rowsOf(race), [record, race.standings, race.seats])
  const w = words.value
  const seats = race.view.seats.length
  const { lang } = race.view.text
  return (
    <div class="result">
      <div class="verdict">
        <div>
          <h1>{verdictOf(w, race)}</h1>
          {areOthersRacing(race) && <p class="soft">{w.resultRacing}</p>}
        </div>
        <div class="ways">
          <button class="button main" type="button" onClick={() => tell({ on: 'ask-race', wish: { lang } })}>
            {w.nextRace}
          </button>
          <button
            class="button"
            type="button"
            onClick={() => tell({ on: 'ask-race', wish: { room: race.view.rematchRoom, seats, lang } })}
          >
            {w.rematch}
          </button>
          <CopyLink link={location.href} label={w.copyLink} />
        </div>
      </div>
      {queue !== null && <Waiting queue={queue} />}
      <ResultBody text={race.view.text} rows={rows} curves={curves} mine={race.view.seat} keys={own} />
    </div>
  )
}

/** Before the archive answers: the standings that the server told, or how far each seat is. */
const rowsOf = (race: LinkRace): readonly ResultRow[] => {
  if (race.standings !== null) return race.standings
  const own = race.view.seat
  return race.seats.map(({ seat, state, place, wpm }) => ({
    seat,
    state,
    username: race.view.seats[seat]?.username ?? '',
    ...(place === undefined ? {} : { place }),
    // Until its racer has finished, a speed is no result.
    ...(state === 'finished' ? { wpm } : {}),
    ...(seat === own ? ownRow(race) : {}),
  }))
}

const areOthersRacing = ({ standings, lost, seats, view }: LinkRace): boolean =>
  standings === null &&
  !lost &&
  seats.some(({ seat, state }) => seat !== view.seat && (state === 'racing' || state === 'away'))

const ownRow = (race: LinkRace): Partial<ResultRow> => {
  const { own: figures, outcome } = race
  const wpm = finishedWpm(race)
  return {
    ...(wpm === null ? {} : { state: 'finished', wpm }),
    ...(figures === null
      ? {}
      : { raw: figures.raw, accuracy: figures.accuracy, consistency: figures.consistency }),
    ...(outcome?.place === undefined ? {} : { place: outcome.place }),
  }
}
