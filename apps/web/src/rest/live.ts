import { count, listOf, maybe, number, objectOf, type Shape, text } from '../link/shape.ts'

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

export type Config = {
  readonly diagnosticsUrl?: string
  readonly diagnosticsPort?: number
  readonly version?: string
}

export const config: Shape<Config> = objectOf<Config>({
  diagnosticsUrl: maybe(text) as Shape<string>,
  diagnosticsPort: maybe(number) as Shape<number>,
  version: maybe(text) as Shape<string>,
})
