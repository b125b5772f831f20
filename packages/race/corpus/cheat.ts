import type { LoggedKey } from '../src/index.ts'
import type { Random } from './random.ts'
import type { Typed } from './typed.ts'

/** A cheat's race, and the log of another race that it was made from, which the server has stored. */
export type Cheated = Typed & { readonly stolen?: readonly LoggedKey[] }
export type Cheat = {
  readonly name: string
  readonly type: (random: Random) => Cheated
  /** It is as fast with errors as without them. */
  readonly keepsSpeed?: boolean
}
