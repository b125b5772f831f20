import { isOnline } from '@ketik/client'
import { useApp, usePiece } from '../app.tsx'
import { CopyLink } from '../parts/copy-link.tsx'
import { Empty } from '../parts/empty.tsx'
import { ResultBody } from '../parts/result-body.tsx'
import { Sentence } from '../parts/theirs.tsx'
import { useOwnKeys } from '../parts/use-own-keys.ts'
import { type RaceRecord, racePathOf, raceRecord } from '../rest/race-record.ts'
import { useRemote } from '../rest/remote.ts'
import { isolated } from '../words/isolated.ts'
import { dateTime, names, words } from '../words/spoken.ts'
import { nameOf } from '../world/world.ts'

const REFRESH_MS = 3_000

/** Any race by its link, from its first second on. While it runs the page shows which seats have finished. */
export const RecordPage = ({ id }: { readonly id: string }) => {
  const { doors } = useApp()
  const mayResume = usePiece(
    world => nameOf(world) !== null && !isOnline(world.link) && world.link.connection.phase !== 'closed',
  )
  const [remote, again] = useRemote(doors.ask, racePathOf(id), raceRecord, { everyMs: REFRESH_MS })
  const w = words.value
  switch (remote.state) {
    case 'ready':
      return <Kept record={remote.value} />
    case 'loading':
      return <Empty title={w.loading} />
    case 'missing':
      return mayResume ? (
        <Empty title={w.loading} />
      ) : (
        <Empty title={w.raceUnknown} way={{ label: w.backToLobby, href: '/' }} />
      )
    case 'failed':
      return <Empty title={w.recordFailed} way={{ label: w.again, take: again }} />
  }
}

const Kept = ({ record }: { readonly record: RaceRecord }) => {
  const { doors } = useApp()
  const me = usePiece(nameOf)
  const w = words.value
  const mine = record.rows.find(({ username }) => username === me)?.seat ?? null
  // The keys are stored together with the curve.
  const own = useOwnKeys(
    doors.ask,
    record.id,
    mine !== null && record.curves[mine] !== undefined ? mine : null,
  )
  return (
    <div class="result">
      <div class="verdict">
        <div>
          <h1>
            <Sentence text={w.resultOf(names(record.rows.map(({ username }) => isolated(username))))} />
          </h1>
          <p class="soft">{record.cancelled ? w.resultCancelled : dateTime(record.startsAt)}</p>
        </div>
        <div class="ways">
          <a class="button main" href="/">
            {w.race}
          </a>
          <CopyLink link={location.href} label={w.copyLink} />
        </div>
      </div>
      <ResultBody text={record.text} rows={record.rows} curves={record.curves} mine={mine} keys={own?.keys} />
    </div>
  )
}
