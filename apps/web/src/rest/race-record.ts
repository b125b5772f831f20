import type { LoggedKey, ProgressCurve, Timing } from '@ketik/race'
import { loggedKey } from '../link/race-shapes.ts'
import {
  count,
  flag,
  listOf,
  maybe,
  number,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  text,
  tupleOf,
} from '../link/shape.ts'

/** A race: as the archive keeps it, or as far as it is known while it runs. */
export type RaceRecord = {
  readonly id: string
  readonly text: RecordText
  readonly startsAt: number
  /** Null while the race runs, and until its end is stored. */
  readonly endedAt: number | null
  readonly cancelled: boolean
  readonly rows: readonly RecordRow[]
  /** Progress by seat, of the seats that sent keys. */
  readonly curves: Curves
}

export type Curves = Readonly<Record<string, ProgressCurve>>

/** The keys of a seat of one's own: the server gives them to nobody else. */
export type OwnKeys = { readonly seat: number; readonly keys: readonly LoggedKey[] }

export type OwnSeats = { readonly seats: readonly OwnKeys[] }

type RecordText = {
  readonly id: string
  readonly lang: string
  readonly chars: number
  readonly text?: string
  readonly source?: string
  readonly licence?: string
}

type RecordRow = {
  readonly seat: number
  readonly username: string
  readonly timed: Timing
  readonly won: boolean
  readonly state: 'racing' | 'away' | 'finished' | 'left'
  readonly place?: number
  readonly wpm?: number
  readonly raw?: number | null
  readonly accuracy?: number | null
  readonly consistency?: number | null
  readonly offlineMs?: number
}

const recordText = objectOf<RecordText>({
  id: text,
  lang: text,
  chars: count,
  text: maybe(text) as Shape<string>,
  source: maybe(text) as Shape<string>,
  licence: maybe(text) as Shape<string>,
})

const recordRow = objectOf<RecordRow>({
  seat: count,
  username: text,
  timed: oneOf('keys', 'arrival'),
  won: flag,
  state: oneOf('racing', 'away', 'finished', 'left'),
  place: maybe(count) as Shape<number>,
  wpm: maybe(number) as Shape<number>,
  raw: maybe(orNull(number)) as Shape<number | null>,
  accuracy: maybe(orNull(number)) as Shape<number | null>,
  consistency: maybe(orNull(number)) as Shape<number | null>,
  offlineMs: maybe(number) as Shape<number>,
})

const curve: Shape<ProgressCurve> = listOf(tupleOf<ProgressCurve[number]>(count, number))

const curves: Shape<Curves> = (value): value is Curves =>
  typeof value === 'object' && value !== null && Object.values(value).every(curve)

export const raceRecord: Shape<RaceRecord> = objectOf<RaceRecord>({
  id: text,
  text: recordText,
  startsAt: number,
  endedAt: orNull(number),
  cancelled: flag,
  rows: listOf(recordRow),
  curves,
})

export const ownSeats: Shape<OwnSeats> = objectOf<OwnSeats>({
  seats: listOf(objectOf<OwnKeys>({ seat: count, keys: listOf(loggedKey) })),
})

export const racePathOf = (id: string): string => `/api/races/${encodeURIComponent(id)}`

export const ownKeysPathOf = (id: string): string => `${racePathOf(id)}/keys`
