import { type Check, type Checked, checkerOf, standingViewSchema } from '@ketik/protocol'
import type { ProgressCurve } from '@ketik/race'
import { Type } from 'typebox'

const count = Type.Integer({ minimum: 0 })

const textSchema = Type.Object({
  id: Type.String(),
  lang: Type.String(),
  chars: count,
  text: Type.Optional(Type.String()),
  source: Type.Optional(Type.String()),
  licence: Type.Optional(Type.String()),
})

const rowSchema = Type.Object({
  ...standingViewSchema.properties,
  timed: Type.Enum(['keys', 'arrival']),
  won: Type.Boolean(),
})

const fields = checkerOf(
  Type.Object({
    id: Type.String(),
    text: textSchema,
    startsAt: Type.Number(),
    /** Null while the race runs, and until its end is stored. */
    endedAt: Type.Union([Type.Number(), Type.Null()]),
    cancelled: Type.Boolean(),
    rows: Type.Array(rowSchema),
  }),
)

const curve: Check<ProgressCurve> = checkerOf(Type.Array(Type.Tuple([count, Type.Number()])))

/** Progress by seat, of the seats that sent keys. */
export type Curves = Readonly<Record<string, ProgressCurve>>

/** A race as the archive holds it, or as far as the server knows it while the race runs. */
export type RaceRecord = Checked<typeof fields> & { readonly curves: Curves }

export const raceRecord: Check<RaceRecord> = (value): value is RaceRecord =>
  fields(value) &&
  'curves' in value &&
  typeof value.curves === 'object' &&
  value.curves !== null &&
  Object.values(value.curves).every(curve)

/** As `LoggedKey` of the race: the offset that the client sent, the key, the dated offset, the release. */
const loggedKeySchema = Type.Union([
  Type.Tuple([Type.Number(), Type.String()]),
  Type.Tuple([Type.Number(), Type.String(), Type.Number()]),
  Type.Tuple([Type.Number(), Type.String(), Type.Number(), Type.Number()]),
])

/** The keys of the player's own seats. The server gives them to nobody else. */
export const ownSeats = checkerOf(
  Type.Object({
    seats: Type.Array(Type.Object({ seat: count, keys: Type.Array(loggedKeySchema) })),
  }),
)
export type OwnKeys = Checked<typeof ownSeats>['seats'][number]

export const racePathOf = (id: string): string => `/api/races/${encodeURIComponent(id)}`

export const ownKeysPathOf = (id: string): string => `${racePathOf(id)}/keys`
