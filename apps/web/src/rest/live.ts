import { count, listOf, number, objectOf, type Shape, text } from '../link/shape.ts'

type LiveSeat = { readonly username: string /** Percent. */; readonly progress: number }
export type LiveRace = {
  readonly id: string
  readonly startsAt: number
  readonly seats: readonly LiveSeat[]
}
export type Live = { readonly races: readonly LiveRace[] }

export const live: Shape<Live> = objectOf<Live>({
  races: listOf(
    objectOf<LiveRace>({
      id: text,
      startsAt: number,
      seats: listOf(objectOf<LiveSeat>({ username: text, progress: number })),
    }),
  ),
})

export type Online = { readonly online: number; readonly players: readonly string[] }

export const online: Shape<Online> = objectOf<Online>({ online: count, players: listOf(text) })
