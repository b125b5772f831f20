import type { PlayerProfile, RaceResults } from '@ketik/scores'
import { quantile } from '../../infra/test/quantile.ts'
import type { Break, SeatRecord } from './seat-record.ts'

/** When nobody could have been served: Redis, or every node with a door, was itself down. Monotonic milliseconds. */
export type Outage = { readonly from: number; readonly to: number }

export type Stored = {
  readonly races: ReadonlyMap<string, RaceResults>
  readonly profiles: readonly PlayerProfile[]
}

/** One row of the table, and what to look at when it does not meet its bar. */
export type Verdict = ReturnType<typeof judge>

/** What counts more than once. */
type Fault = { readonly what: string; readonly count: number }

const RESUME_MS_MAX = 3_000

export const judge = (seats: readonly SeatRecord[], stored: Stored, outages: readonly Outage[]) => {
  const races = [...stored.races.values()]
  const missing = seats.flatMap(seat => missingOf(seat, stored.races.get(seat.race)) ?? [])
  const twice = [
    ...stored.profiles.flatMap(profile => countedTwice(profile, races)),
    ...races.flatMap(placedTwice),
  ]
  const keysLost = seats.flatMap(seat => keysLostOf(seat, stored.races.get(seat.race)))
  const breaks = seats.flatMap(seat =>
    seat.breaks.map(gap => ({ ...seat, ...gap, ms: resumeMsOf(gap, outages) })),
  )
  const times = breaks.flatMap(({ ms }) => ms ?? [])
  const untold = breaks.filter(({ ms, told }) => ms === undefined && told === undefined)
  const late = breaks.filter(({ ms = 0 }) => ms > RESUME_MS_MAX)
  return {
    begun: new Set([...seats.map(({ race }) => race), ...stored.races.keys()]).size,
    ended: new Set(seats.flatMap(({ race, outcome, over }) => (over || outcome !== undefined ? race : [])))
      .size,
    stored: races.reduce((sum, { rows }) => sum + rows.length, 0),
    missing: missing.length,
    twice: sumOf(twice),
    keysLost: sumOf(keysLost),
    broken: breaks.length,
    resumed: times.length,
    told: breaks.length - times.length - untold.length,
    untold: untold.length,
    resumeMs: times.length === 0 ? undefined : { p50: quantile(times, 0.5), p99: quantile(times, 0.99) },
    /** From the last frame to the moment the client knew, at most. */
    silentMs: Math.max(0, ...breaks.map(({ noticedAt, heardLastAt }) => noticedAt - heardLastAt)),
    faults: [
      ...missing,
      ...[...twice, ...keysLost].map(({ what }) => what),
      ...untold.map(
        one => `${one.player} lost seat ${one.seat} of ${one.race} at ${one.node} and was not told why`,
      ),
      ...late.map(({ player, race, ms }) => `${player} took ${ms?.toFixed(0)} ms to come back to ${race}`),
    ],
  }
}

export const losesNothing = ({ missing, twice, keysLost, untold }: Verdict): boolean =>
  missing + twice + keysLost + untold === 0

export const meetsBar = (verdict: Verdict): boolean =>
  losesNothing(verdict) && (verdict.resumeMs?.p99 ?? 0) < RESUME_MS_MAX

const sumOf = (faults: readonly Fault[]): number => faults.reduce((sum, { count }) => sum + count, 0)

const missingOf = ({ player, race, seat, outcome }: SeatRecord, stored?: RaceResults): string | undefined => {
  if (stored === undefined) return `race ${race} of ${player} is not stored`
  if (stored.cancelled) {
    if (outcome === undefined || outcome.startsWith('cancelled')) return undefined
    return `race ${race} is stored as cancelled, but ${player} was told ${outcome}`
  }
  const row = stored.rows.find(row => row.seat === seat)
  const isAsTold = outcome === undefined || outcome.includes(':') || (outcome === 'won') === row?.won
  if (row !== undefined && isAsTold) return undefined
  return `seat ${seat} of ${race}: ${player} was told ${outcome}, stored is ${JSON.stringify(row)}`
}

/** The counts kept for each player are held against the rows. */
const countedTwice = (
  { username, races, wins }: PlayerProfile,
  stored: readonly RaceResults[],
): readonly Fault[] => {
  const rows = stored.flatMap(race => race.rows.filter(row => row.username === username))
  // A win counts with a finish by verified keys (BOARD-4); a walkover without one is won, and no win.
  const won = rows.filter(row => row.won && row.state === 'finished' && row.timed === 'keys' && !row.review)
  if (races === rows.length && wins === won.length) return []
  const what = `${username}: ${races} races, ${wins} wins; the rows say ${rows.length}, ${won.length}`
  return [{ what, count: Math.max(1, races - rows.length) }]
}

/** Only finishes of one instant share a place. */
const placedTwice = ({ id, rows }: RaceResults): readonly Fault[] => {
  const finishes = rows.flatMap(row => (row.state === 'finished' ? [row] : []))
  const isShared = finishes.some(one =>
    finishes.some(other => other.place === one.place && other.finishedMs !== one.finishedMs),
  )
  if (!isShared && new Set(rows.map(row => row.seat)).size === rows.length) return []
  const places = finishes.map(({ place, finishedMs }) => `${place} at ${finishedMs} ms`)
  return [{ what: `race ${id}: places ${places.join(', ')}`, count: 1 }]
}

/** Of a finished seat every key, of any other those that were told to be safe. */
const keysLostOf = (
  { race, seat, keys, acked, forgotten, player }: SeatRecord,
  stored?: RaceResults,
): readonly Fault[] => {
  if (stored === undefined || stored.cancelled) return []
  const log = stored.keyLogs[seat] ?? []
  const isFinished = stored.rows.find(row => row.seat === seat)?.state === 'finished'
  const due = keys.slice(0, isFinished ? keys.length : acked)
  const lost = due.filter(([at, key], i) => log[i]?.[0] !== at || log[i]?.[1] !== key).length
  if (lost + forgotten === 0) return []
  const what = `${player}, seat ${seat} of ${race}: ${lost} of ${due.length} keys are not stored, ${forgotten} were forgotten`
  return [{ what, count: lost + forgotten }]
}

const resumeMsOf = ({ noticedAt, resumedAt }: Break, outages: readonly Outage[]): number | undefined => {
  if (resumedAt === undefined) return undefined
  const unserved = outages.map(({ from, to }) => Math.min(resumedAt, to) - Math.max(noticedAt, from))
  return unserved.reduce((left, ms) => left - Math.max(0, ms), resumedAt - noticedAt)
}
