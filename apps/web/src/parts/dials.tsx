import type { LinkRace } from '@ketik/client'
import { share, whole, words } from '../words/spoken.ts'
import { finishedMs } from '../world/race-state.ts'
import { ownWpm } from './lanes.tsx'
import { useNow } from './use-seconds.ts'

const REFRESH_MS = 250
const SECOND_MS = 1_000

/** One's own speed, accuracy and time, live. */
export const Dials = ({ race }: { readonly race: LinkRace }) => {
  const now = useNow(REFRESH_MS)
  const { presses, correctPresses } = race.typing
  const elapsedMs = finishedMs(race) ?? now + race.offsetMs - race.view.startsAt
  const w = words.value
  return (
    <>
      <p class="dial first">
        <b>{whole(ownWpm(race, now))}</b>
        <span>{w.wpm}</span>
      </p>
      <p class="dial">
        <b>{share(presses === 0 ? 1 : correctPresses / presses)}</b>
        <span>{w.accuracy}</span>
      </p>
      <p class="dial">
        <b>{whole(Math.max(0, Math.floor(elapsedMs / SECOND_MS)))}</b>
        <span>{w.seconds}</span>
      </p>
    </>
  )
}
