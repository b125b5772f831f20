import type { RaceResults } from '@ketik/scores'
import { quantile } from '../../infra/test/quantile.ts'
import type { Outages } from './outages.ts'
import type { Break, SeatRecord } from './seat-record.ts'
import type { Stored } from './stored-races.ts'

/** One row of the table, and what to look at when it does not meet its bar. */
export type Verdict = {
  readonly begun: number
  readonly ended: number
  readonly stored: number
  readonly missing: number
  readonly twice: number
  readonly keysLost: number
  readonly broken: number
  readonly resumed: number
  readonly told: number
  readonly untold: number
  readonly resumeMs: { readonly p50: number; readonly p99: number } | undefined
  /** From the last frame to the moment the client knew, at most. */
  readonly silentMs: number
  readonly faults: readonly string[]
}

const RESUME_MS_MAX = 3_000

export const judge = (seats: readonly SeatRecord[], stored: Stored, outages: Outages): Verdict => {
  const faults: string[] = []
  const begun = new Set([...seats.map(({ race }) => race), ...stored.races.keys()])
  const missing = seats.filter(seat => isMissing(seat, stored.races.get(seat.race), faults)).length
  const twice = countTwice(stored, faults)
  const keysLost = seats.reduce((sum, seat) => sum + keysLostOf(seat, stored.races.get(seat.race), faults), 0)
  const breaks = seats.flatMap(seat => seat.breaks.map(gap => ({ seat, gap })))
  const times = breaks.flatMap(({ gap }) => resumeMsOf(gap, outages) ?? [])
  const untold = breaks.filter(({ gap }) => gap.resumedAt === undefined && gap.told === undefined)
  for (const { seat, gap } of untold)
    faults.push(`${seat.player} lost seat ${seat.seat} of ${seat.race} at ${gap.node} and was not told why`)
  for (const { seat, gap } of breaks) {
    const ms = resumeMsOf(gap, outages) ?? 0
    if (ms > RESUME_MS_MAX)
      faults.push(`${seat.player} took ${ms.toFixed(0)} ms to come back to ${seat.race}`)
  }
  return {
    begun: begun.size,
    ended: new Set(seats.filter(isEnded).map(({ race }) => race)).size,
    stored: [...stored.races.values()].reduce((sum, { rows }) => sum + rows.length, 0),
    missing,
    twice,
    keysLost,
    broken: breaks.length,
    resumed: times.length,
    told: breaks.filter(({ gap }) => gap.resumedAt === undefined && gap.told !== undefined).length,
    untold: untold.length,
    resumeMs: times.length === 0 ? undefined : { p50: quantile(times, 0.5), p99: quantile(times, 0.99) },
    silentMs: Math.max(0, ...breaks.map(({ gap }) => gap.noticedAt - gap.heardLastAt)),
    faults,
  }
}

export const losesNothing = ({ missing, twice, keysLost, untold }: Verdict): boolean =>
  missing + twice + keysLost + untold === 0

export const meetsBar = (verdict: Verdict): boolean =>
  losesNothing(verdict) && (verdict.resumeMs?.p99 ?? 0) < RESUME_MS_MAX

const isEnded = ({ outcome, over }: SeatRecord): boolean => over || outcome !== undefined

const isMissing = (
  { player, race, seat, outcome }: SeatRecord,
  stored: RaceResults | undefined,
  faults: string[],
): boolean => {
  if (stored === undefined) faults.push(`race ${race} of ${player} is not stored`)
  else if (stored.cancelled) {
    if (outcome === undefined || outcome.startsWith('cancelled')) return false
    faults.push(`race ${race} is stored as cancelled, but ${player} was told ${outcome}`)
  } else {
    const row = stored.rows.find(row => row.seat === seat)
    const isToldAsStored = row !== undefined && (outcome === 'won') === (row.won && outcome !== undefined)
    if (row !== undefined && (outcome === undefined || outcome.includes(':') || isToldAsStored)) return false
    faults.push(`seat ${seat} of ${race}: ${player} was told ${outcome}, stored is ${JSON.stringify(row)}`)
  }
  return true
}

/** The counts kept for each player are held against the rows, and the places of a race against each other. */
const countTwice = ({ races, profiles }: Stored, faults: string[]): number => {
  const rows = [...races.values()].flatMap(race => race.rows)
  let twice = 0
  for (const [name, profile] of profiles) {
    const own = rows.filter(({ username }) => username === name)
    // A win counts with a finish by verified keys (BOARD-4); a walkover without one is won, and no win.
    const wins = own.filter(
      row => row.won && row.state === 'finished' && row.timed === 'keys' && !row.review,
    ).length
    if (profile.races === own.length && profile.wins === wins) continue
    twice += Math.max(1, profile.races - own.length)
    faults.push(`${name}: ${profile.races} races, ${profile.wins} wins; the rows say ${own.length}, ${wins}`)
  }
  for (const { id, rows } of races.values()) {
    const finishes = rows.flatMap(row => (row.state === 'finished' ? [row] : []))
    // Only finishes of one instant share a place.
    const isShared = finishes.some(one =>
      finishes.some(other => other.place === one.place && other.finishedMs !== one.finishedMs),
    )
    if (!isShared && new Set(rows.map(row => row.seat)).size === rows.length) continue
    twice += 1
    const places = finishes.map(({ place, finishedMs }) => `${place} at ${finishedMs} ms`)
    faults.push(`race ${id}: places ${places.join(', ')}`)
  }
  return twice
}

/** Of a finished seat every key, of any other those that were told to be safe. */
const keysLostOf = (
  { race, seat, keys, acked, forgotten, player }: SeatRecord,
  stored: RaceResults | undefined,
  faults: string[],
): number => {
  if (stored === undefined || stored.cancelled) return 0
  const log = stored.keyLogs[seat] ?? []
  const isFinished = stored.rows.find(row => row.seat === seat)?.state === 'finished'
  const due = keys.slice(0, isFinished ? keys.length : acked)
  const lost = due.filter(([at, key], i) => log[i]?.[0] !== at || log[i]?.[1] !== key).length
  if (lost + forgotten > 0) {
    faults.push(
      `${player}, seat ${seat} of ${race}: ${lost} of ${due.length} keys are not stored, ${forgotten} were forgotten`,
    )
  }
  return lost + forgotten
}

const resumeMsOf = ({ noticedAt, resumedAt }: Break, outages: Outages): number | undefined =>
  resumedAt === undefined ? undefined : outages.servedMs(noticedAt, resumedAt)
