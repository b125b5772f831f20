import type { Plan } from './run-attacks.ts'

type Pace = Omit<Plan, 'pairs'>

export const FULL: Pace = {
  warmUpMs: 12_000,
  beforeMs: 5_000,
  duringMs: 8_000,
  patientMs: 14_000,
  afterMs: 2_000,
  scale: 1,
  roundsMax: 3,
}
export const QUICK: Pace = {
  warmUpMs: 8_000,
  beforeMs: 2_000,
  duringMs: 2_500,
  patientMs: 2_500,
  afterMs: 500,
  scale: 0.2,
  roundsMax: 1,
}
