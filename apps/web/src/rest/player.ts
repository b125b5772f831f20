import { count, flag, listOf, number, objectOf, orNull, type Shape, text } from '../link/shape.ts'

export type RecentRace = {
  readonly raceId: string
  readonly at: number
  readonly lang: string
  readonly state: string
  readonly won: boolean
  readonly place: number | null
  readonly wpm: number | null
  readonly accuracy: number | null
}

export type Player = {
  readonly username: string
  readonly races: number
  readonly wins: number
  readonly best: { readonly wpm: number; readonly raceId: string } | null
  readonly recent: readonly RecentRace[]
}

export const player: Shape<Player> = objectOf<Player>({
  username: text,
  races: count,
  wins: count,
  best: orNull(objectOf<{ wpm: number; raceId: string }>({ wpm: number, raceId: text })),
  recent: listOf(
    objectOf<RecentRace>({
      raceId: text,
      at: number,
      lang: text,
      state: text,
      won: flag,
      place: orNull(count),
      wpm: orNull(number),
      accuracy: orNull(number),
    }),
  ),
})

export const playerPath = (name: string): string => `/api/players/${encodeURIComponent(name)}`
export const playerPage = (name: string): string => `/players/${encodeURIComponent(name)}`
