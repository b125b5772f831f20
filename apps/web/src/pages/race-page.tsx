import { keptCount } from '@ketik/client'
import { useApp, usePiece } from '../app.tsx'
import { Arena } from '../parts/arena.tsx'
import { Dials } from '../parts/dials.tsx'
import { Lanes } from '../parts/lanes.tsx'
import { Sentence } from '../parts/theirs.tsx'
import { isolated } from '../words/isolated.ts'
import { names, words } from '../words/spoken.ts'
import { isResult, type Race, rivalsOf } from '../world/race-state.ts'
import { RecordPage } from './record-page.tsx'
import { ResultPage } from './result-page.tsx'

/** `/race/:id`: one's own race while it runs, its result after, and the archive of any other. */
export const RacePage = ({ id }: { readonly id: string }) => {
  const race = usePiece(world => (world.race?.view.id === id ? world.race : null))
  if (race === null) return <RecordPage id={id} />
  return isResult(race) ? <ResultPage race={race} /> : <Running race={race} />
}

const Running = ({ race }: { readonly race: Race }) => {
  const { tell } = useApp()
  const w = words.value
  return (
    <div class="race">
      <h1 class="unseen">
        <Sentence text={w.raceHeading(names(rivalsOf(race).map(isolated)))} />
      </h1>
      <Lanes race={race} />
      <Arena race={race} />
      <p class={race.hint === null ? 'hint' : 'hint loud'}>
        <Sentence text={hintOf(race)} />
      </p>
      <div class="under">
        <Dials race={race} />
        <span class="spring" />
        <button class="button bare" type="button" onClick={() => tell({ on: 'leave-race' })}>
          {w.leaveRace}
        </button>
      </div>
    </div>
  )
}

const KEPT_MIN = 12

/** One line under the text: what was refused, what stands in the way, or what is being waited for. */
const hintOf = (race: Race): string => {
  const w = words.value
  if (race.hint === 'paste') return w.pasteRefused
  if (race.hint === 'suggestion') return w.suggestionRefused
  if (race.finishedMs !== null) return w.settling
  if (race.outcome?.result === 'lost') return w.resultTypeOn(winnerOf(race))
  if (race.typing.wrong.length > 1) return w.wrongStands
  const kept = keptCount(race.outbox)
  return kept > KEPT_MIN ? w.keysKept(kept) : ''
}

const winnerOf = (race: Race): string => {
  const seat = race.seats.find(({ place }) => place === 1)?.seat
  const name = seat === undefined ? undefined : race.view.seats[seat]?.username
  return name === undefined ? names(rivalsOf(race).map(isolated)) : isolated(name)
}
