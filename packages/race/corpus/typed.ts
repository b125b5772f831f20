import type { LoggedKey } from '../src/index.ts'
import type { Random } from './random.ts'

export type Typed = {
  readonly text: string
  readonly keys: readonly LoggedKey[]
  /** Instead of keys: a finish by contract A, so long after the start, and what the client says of itself. */
  readonly arrived?: { readonly afterMs: number; readonly saysWpm?: number }
}

/** Somebody, or something, that types one race. */
export type Typist = { readonly name: string; readonly type: (random: Random) => Typed }
