import { type Checked, checkerOf } from '@ketik/protocol'
import { Type } from 'typebox'

const count = Type.Integer({ minimum: 0 })

const recentRaceSchema = Type.Object({
  raceId: Type.String(),
  at: Type.Number(),
  lang: Type.String(),
  state: Type.String(),
  won: Type.Boolean(),
  place: Type.Union([count, Type.Null()]),
  wpm: Type.Union([Type.Number(), Type.Null()]),
  accuracy: Type.Union([Type.Number(), Type.Null()]),
})

export const player = checkerOf(
  Type.Object({
    username: Type.String(),
    races: count,
    wins: count,
    best: Type.Union([Type.Object({ wpm: Type.Number(), raceId: Type.String() }), Type.Null()]),
    recent: Type.Array(recentRaceSchema),
  }),
)
export type Player = Checked<typeof player>
export type RecentRace = Player['recent'][number]

export const playerPath = (name: string): string => `/api/players/${encodeURIComponent(name)}`
export const playerPage = (name: string): string => `/players/${encodeURIComponent(name)}`
