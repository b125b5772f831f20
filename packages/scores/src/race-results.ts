import type { LoggedKey, PlayerId, Timing } from '@ketik/race'
import type { Database } from './database.ts'
import type { SeatOutcome, SettledText } from './settlement.ts'

/** A race as far as it is stored: figures unrounded, so that a replay of the keys can be held against them. */
export type RaceResults = {
  readonly id: string
  readonly text: SettledText
  readonly startsAt: number
  /** Null while the race is raced: then `rows` has the finishes stored so far, without places. */
  readonly endedAt: number | null
  readonly cancelled: boolean
  /** By seat; empty for a cancelled race. */
  readonly rows: readonly RaceResultRow[]
  /** Hidden from everyone who did not race in it. */
  readonly isPrivate: boolean
  /** The player id of each stored seat, where it is known: not for the public. */
  readonly typedBy: { readonly [seat: number]: PlayerId }
  /** Keys of the seats that sent keys, by seat number: for their owners and for operators alone. */
  readonly keyLogs: { readonly [seat: number]: readonly LoggedKey[] }
}

export type RaceResultRow = {
  readonly seat: number
  readonly username: string
  readonly timed: Timing
  readonly won: boolean
} & SeatOutcome

// Purpose:    one race with its seats and their keys.
// Parameters: $1 race id.
// Guarantee:  no row for an unknown race; one row with seat null for a race without results. By seat.
const SQL = /* sql */ `
  select c.id, c.text_id, c.lang, c.chars, c.text, c.source, c.licence, c.starts_at, c.ended_at, c.cancelled,
    c.is_private, r.typed_by, r.seat, p.name as username, r.timed, r.won, r.state, r.reason, r.place, r.finished_ms,
    r.wpm, r.race_wpm, r.raw, r.accuracy, r.consistency, r.review, k.keys
  from races as c
  left join results as r on r.race_id = c.id
  left join players as p on p.id = r.player_id
  left join key_logs as k on k.race_id = r.race_id and k.seat = r.seat
  where c.id = $1
  order by r.seat`

type Row = {
  id: string
  text_id: string
  lang: string
  chars: number
  text: string | null
  source: string | null
  licence: string | null
  starts_at: Date
  ended_at: Date | null
  cancelled: boolean
  is_private: boolean
} & (SeatColumns | { seat: null })

type SeatColumns = Pick<RaceResultRow, 'seat' | 'username' | 'timed' | 'won'> & {
  typed_by: string | null
  keys: readonly LoggedKey[] | null
} & (FinishedColumns | Extract<SeatOutcome, { state: 'left' }>)

/** The table's checks give a finished row all of these. */
type FinishedColumns = {
  state: 'finished'
  place: number | null
  finished_ms: number
  wpm: number
  race_wpm: number
  raw: number | null
  accuracy: number | null
  consistency: number | null
  review: boolean
}

/** A stored race; undefined when there is none of that id. */
export async function raceResults(database: Database, id: string): Promise<RaceResults | undefined> {
  if (id.includes('\0')) return undefined // PostgreSQL takes no NUL, so no race has one
  const rows = await database.query<Row>('reading a race', SQL, [id])
  const [race] = rows
  if (race === undefined) return undefined
  const seats = rows.filter(row => row.seat !== null)
  return {
    id: race.id,
    text: toText(race),
    startsAt: race.starts_at.getTime(),
    endedAt: race.ended_at?.getTime() ?? null,
    cancelled: race.cancelled,
    rows: seats.map(row => ({
      seat: row.seat,
      username: row.username,
      timed: row.timed,
      won: row.won,
      ...toOutcome(row),
    })),
    isPrivate: race.is_private,
    typedBy: Object.fromEntries(
      seats.flatMap(({ seat, typed_by }) => (typed_by === null ? [] : [[seat, typed_by]])),
    ),
    keyLogs: Object.fromEntries(seats.flatMap(({ seat, keys }) => (keys === null ? [] : [[seat, keys]]))),
  }
}

function toText({ text_id: id, lang, chars, text, source, licence }: Row): SettledText {
  return {
    id,
    lang,
    chars,
    ...(text === null ? {} : { text }),
    ...(source === null ? {} : { source }),
    ...(licence === null ? {} : { licence }),
  }
}

function toOutcome(row: SeatColumns): SeatOutcome {
  if (row.state === 'left') return { state: 'left', reason: row.reason }
  const { state, place, finished_ms, wpm, race_wpm, raw, accuracy, consistency, review } = row
  const figures = { finishedMs: finished_ms, wpm, raceWpm: race_wpm, raw, accuracy, consistency, review }
  return { state, ...(place === null ? {} : { place }), ...figures }
}
