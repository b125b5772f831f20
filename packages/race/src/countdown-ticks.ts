import { COUNTDOWN_MS } from './limits.ts'
import type { RacePlan } from './plan.ts'

export type CountdownTick = {
  readonly value: number
  /** Cluster ms. */
  readonly at: number
}

const TICK_MS = 1_000

/** 3, 2, 1, each a second before the next; the start itself is `plan.startsAt`. */
export function countdownTicks(plan: Pick<RacePlan, 'startsAt'>): readonly CountdownTick[] {
  const count = COUNTDOWN_MS / TICK_MS
  return Array.from({ length: count }, (_, index) => {
    const value = count - index
    return { value, at: plan.startsAt - value * TICK_MS }
  })
}
