import type { Lang } from '@ketik/race'
import type { Length } from '../texts/lengths.ts'

export type MatchmakerSettings = {
  readonly adminHost: string
  readonly adminPort: number
  /** For its forms see `createRedis`. */
  readonly redisUrl: string
  readonly prefix: string
  readonly databaseUrl: string
  readonly jobConcurrency: number
  /** The most who are put into one public race when more wait than two. */
  readonly seatsMax: number
  /** For those who ask for no language. */
  readonly lang: Lang
  readonly length: Length
  /** Where the built text packs are. */
  readonly textsFolder: string
}
