import { isSettled, keptCount, type LinkRace } from '@ketik/client'
import { useApp, usePiece } from '../app.tsx'
import { Arena } from '../parts/arena.tsx'
import { Dials } from '../parts/dials.tsx'
import { Lanes } from '../parts/lanes.tsx'
import { Sentence } from '../parts/theirs.tsx'
import { isolated } from '../words/isolated.ts'
import { names, words } from '../words/spoken.ts'
import { rivalsOf } from '../world/race-state.ts'
import type { Hint } from '../world/world.ts'
import { RecordPage } from './record-page.tsx'
import { ResultPage } from './result-page.tsx'

/** `/race/:id`: one's own race while it runs, its result after, and the archive of any other. */
export const RacePage = ({ id }: { readonly id: string }) => {
  const race = usePiece(({ link }) => (link.race?.view.id === id ? link.race : null))
  if (race === null) return <RecordPage id={id} />
  return isSettled(race) ? <ResultPage race={race} /> : <Running race={race} />
}

const Running = ({ race }: { readonly race: LinkRace }) => {
  const { tell } = useApp()
  const hint = usePiece(world => world.hint)
  const w = words.value
  return (
    <div class="race">
      <h1 class="unseen">
        <Sentence text={w.raceHeading(names(rivalsOf(race).map(isolated)))} />
      </h1>
      <Lanes race={race} />
      <Arena race={race} />
      <p class={hint === null ? 'hint' : 'hint loud'}>
        <Sentence text={hintOf(race, hint)} />
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
const hintOf = (race: LinkRace, hint: Hint | null): string => {
  const w = words.value
  if (hint === 'paste') return w.pasteRefused
  if (hint === 'suggestion') return w.suggestionRefused
  if (race.own !== null) return w.settling
  if (race.outcome?.result === 'lost') return w.resultTypeOn(winnerOf(race))
  if (race.typing.wrong.length > 1) return w.wrongStands
  const kept = keptCount(race.outbox)
  return kept > KEPT_MIN ? w.keysKept(kept) : ''
}

const winnerOf = (race: LinkRace): string => {
  const seat = race.seats.find(({ place }) => place === 1)?.seat
  const name = seat === undefined ? undefined : race.view.seats[seat]?.username
  return name === undefined ? names(rivalsOf(race).map(isolated)) : isolated(name)
}
