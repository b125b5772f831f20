import { clusterOffset } from '@ketik/client'
import { useApp } from '../app.tsx'
import { type LiveRace, live } from '../rest/live.ts'
import { useRemote } from '../rest/remote.ts'
import { isolated } from '../words/isolated.ts'
import { names, words } from '../words/spoken.ts'
import { Sentence, Theirs } from './theirs.tsx'
import { useNow } from './use-seconds.ts'

const REFRESH_MS = 2_000
const SHOWN_MAX = 4

/** The races that run at this moment anywhere in the cluster. */
export const LiveRaces = () => {
  const { doors, world } = useApp()
  const [remote] = useRemote(doors.ask, '/api/live', live, { everyMs: REFRESH_MS })
  const now = useNow(1_000) + clusterOffset(world.value.link)
  const w = words.value
  const races = remote.state === 'ready' ? remote.value.races.slice(0, SHOWN_MAX) : []
  return (
    <section class="part" aria-labelledby="live-title">
      <header>
        <h2 id="live-title">{w.liveTitle}</h2>
      </header>
      {remote.state === 'ready' && races.length === 0 && <p class="soft">{w.liveNone}</p>}
      <ul class="live">
        {races.map(race => (
          <LiveRow key={race.id} race={race} now={now} />
        ))}
      </ul>
    </section>
  )
}

const LiveRow = ({ race, now }: { readonly race: LiveRace; readonly now: number }) => {
  const w = words.value
  const seconds = Math.round((now - race.startsAt) / 1_000)
  return (
    <li>
      <span class="head">
        <span class="unseen">
          <Sentence text={w.liveRacers(names(race.seats.map(seat => isolated(seat.username))))} />
        </span>
        <span class="figure">{seconds < 0 ? w.liveStartsIn(-seconds) : w.liveRunning(seconds)}</span>
      </span>
      {race.seats.map(({ username, progress }) => (
        <span class="seat" key={username}>
          <Theirs text={username} />
          <span class="track" role="img" aria-label={w.laneOf(isolated(username), Math.round(progress))}>
            <span style={{ transform: `scaleX(${Math.min(100, progress) / 100})` }} />
          </span>
        </span>
      ))}
    </li>
  )
}
