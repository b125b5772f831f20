import type { LinkRace } from '@ketik/client'
import { WPM_FACTOR } from '@ketik/race'
import { whole, words } from '../words/spoken.ts'
import type { Words } from '../words/words.ts'
import { finishedWpm } from '../world/race-state.ts'
import { flagOf } from './flag.ts'
import { Theirs } from './theirs.tsx'
import { useNow } from './use-seconds.ts'
import { Weave } from './weave.tsx'

const REFRESH_MS = 250

/** Race wpm of the own keys so far; the speed of the run once the text is complete. */
export const ownWpm = (race: LinkRace, now: number): number => {
  const wpm = finishedWpm(race)
  if (wpm !== null) return wpm
  const elapsedMs = now + race.offsetMs - race.view.startsAt
  return elapsedMs <= 0 ? 0 : (WPM_FACTOR * race.typing.correct) / elapsedMs
}

/** One lane for each racer, in the order of the seats, the own one first. */
export const Lanes = ({ race }: { readonly race: LinkRace }) => {
  const now = useNow(REFRESH_MS)
  const own = race.view.seat
  const order = [...race.seats].sort((one, other) => Number(other.seat === own) - Number(one.seat === own))
  const { graphemes } = race.typing
  const w = words.value
  return (
    <ul class="lanes">
      {order.map(seat => {
        const isMine = seat.seat === own
        const correct = isMine ? race.typing.correct : seat.correct
        const wpm = isMine ? ownWpm(race, now) : seat.wpm
        const name = race.view.seats[seat.seat]?.username ?? ''
        const percent = Math.floor((100 * correct) / graphemes.length)
        return (
          <li
            key={seat.seat}
            class={`lane ${isMine ? 'mine' : ''} ${seat.state === 'left' || seat.state === 'away' ? 'gone' : ''}`}
          >
            <span class="who">
              <span class="flag" aria-hidden="true">
                {flagOf(race.view.seats, seat.seat, own)}
              </span>
              <Theirs text={name} />
            </span>
            <Weave graphemes={graphemes} done={correct} />
            <span class="speed figure">
              <span class="unseen">{w.progressOf(percent)}</span>
              <LaneNote w={w} state={seat.state} place={seat.place} wpm={wpm} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

type NoteProps = {
  readonly w: Words
  readonly state: LinkRace['seats'][number]['state']
  readonly place: number | undefined
  readonly wpm: number
}

const LaneNote = ({ w, state, place, wpm }: NoteProps) => {
  if (state === 'away') return <small>{w.laneAway}</small>
  if (state === 'left') return <small>{w.seatLeft}</small>
  return (
    <>
      {place !== undefined && <strong>{w.placeOrdinal(place)} </strong>}
      {whole(wpm)} <small>{w.wpm}</small>
    </>
  )
}
