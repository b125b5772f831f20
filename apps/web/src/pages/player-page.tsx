import { useApp } from '../app.tsx'
import { Empty } from '../parts/empty.tsx'
import { Tally } from '../parts/tally.tsx'
import { Sentence } from '../parts/theirs.tsx'
import { type Player, player, playerPath, type RecentRace } from '../rest/player.ts'
import { useRemote } from '../rest/remote.ts'
import { isolated } from '../words/isolated.ts'
import { dateTime, oneDecimal, orDash, share, whole, words } from '../words/spoken.ts'
import { racePath } from '../world/race-path.ts'

export const PlayerPage = ({ name }: { readonly name: string }) => {
  const { doors } = useApp()
  const [remote, again] = useRemote(doors.ask, playerPath(name), player)
  const w = words.value
  switch (remote.state) {
    case 'ready':
      return <Profile player={remote.value} />
    case 'loading':
      return <Empty title={w.loading} />
    case 'missing':
      return <Empty title={w.playerUnknown} way={{ label: w.backToLobby, href: '/' }} />
    case 'failed':
      return <Empty title={w.recordFailed} way={{ label: w.again, take: again }} />
  }
}

const Profile = ({ player: { username, races, wins, best, recent } }: { readonly player: Player }) => {
  const w = words.value
  return (
    <div class="profile">
      <h1>
        <Sentence text={w.playerTitle(isolated(username))} />
      </h1>
      <Tally
        figures={[
          [w.playerBest, best === null ? '–' : <a href={racePath(best.raceId)}>{oneDecimal(best.wpm)}</a>],
          [w.playerRaces(races), whole(races)],
          [w.playerWins, whole(wins)],
        ]}
      />
      <section class="part" aria-labelledby="recent-title">
        <h2 id="recent-title">{w.playerRecent}</h2>
        {recent.length === 0 ? <p class="soft">{w.playerNone}</p> : <Recent recent={recent} />}
      </section>
    </div>
  )
}

const Recent = ({ recent }: { readonly recent: readonly RecentRace[] }) => {
  const w = words.value
  return (
    <table class="recent">
      <thead>
        <tr>
          <th scope="col">{w.when}</th>
          <th scope="col">{w.placeColumn}</th>
          {[w.wpm, w.accuracy].map(label => (
            <th key={label} scope="col" class="number">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {recent.map(race => (
          <tr key={race.raceId}>
            <td>
              <a href={racePath(race.raceId)}>{dateTime(race.at)}</a>
            </td>
            <td>{placeOf(race)}</td>
            <td class="figure number">{orDash(race.wpm, oneDecimal)}</td>
            <td class="figure number">{orDash(race.accuracy, share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A finish has its place once its race has ended. */
const placeOf = ({ place, state }: RecentRace): string => {
  if (place !== null) return words.value.placeOrdinal(place)
  return state === 'finished' ? '–' : words.value.seatUnfinished
}
