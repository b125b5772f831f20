import type { Attack } from './attack.ts'
import type { Outcome } from './tally.ts'

/** Of the honest players, in one of the two windows; NaN where nothing was measured. */
export type Honest = {
  readonly relays: number
  readonly p50: number
  readonly p99: number
  readonly chatP99: number
  readonly loginP99: number
  readonly matchP99: number
  readonly turnedAway: number
}

export type Attacked = {
  readonly attack: Attack
  readonly outcome: Outcome
  readonly before: Honest
  readonly during: Honest
  /** Honest connections that were closed during the attack, with how. */
  readonly closed: readonly string[]
  readonly mib: { readonly before: number; readonly peak: number; readonly after: number }
  readonly loopDelayMs: number
  /** Cores that neither the cluster nor the attacker nor the players used. */
  readonly otherCores: { readonly before: number; readonly during: number }
  /** How often it was measured: a machine that others use makes some rounds say nothing. */
  readonly rounds: number
}
