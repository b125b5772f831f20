import type { Lang } from '@ketik/race'
import type { ServiceSettings } from '@ketik/runtime'
import type { Length } from '../texts/lengths.ts'

export type MatchmakerSettings = ServiceSettings & {
  readonly jobConcurrency: number
  /** The most who are put into one public race when more wait than two. */
  readonly seatsMax: number
  /** For those who ask for no language. */
  readonly lang: Lang
  readonly length: Length
  /** The shortest time from a race's start to its deadline; default 90,000. */
  readonly raceMsMin?: number
  /** The deadline leaves time to type the text at this speed; default 10. */
  readonly slowestWpm?: number
  /** Where the built text packs are. */
  readonly textsFolder: string
}
