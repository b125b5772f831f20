import type { Arena } from './arena.ts'
import { httpAttacks } from './http-attacks.ts'
import { lobbyAttacks } from './lobby-attacks.ts'
import { patientAttacks } from './patient-attacks.ts'
import { raceAttacks } from './race-attacks.ts'

export type Attack = {
  readonly name: string
  readonly what: string
  readonly from: 'one address' | 'many addresses'
  /** Also among the quick ones. */
  readonly telling?: boolean
  /** What the server bounds by time takes longer to show. */
  readonly isPatient?: boolean
  run(arena: Arena): Promise<void>
}

/** The attacker's CPU is used, and nothing is attacked: what the others have to bear alone for sharing the machine. */
const control: Attack = {
  name: 'control',
  what: 'nothing: the attacker burns a whole core',
  from: 'one address',
  telling: true,
  run: async ({ endsAt }) => {
    while (performance.now() < endsAt) {
      const until = performance.now() + 50
      while (performance.now() < until);
      await new Promise(setImmediate)
    }
  },
}

export const attacks: readonly Attack[] = [
  control,
  ...patientAttacks,
  ...raceAttacks,
  ...lobbyAttacks,
  ...httpAttacks,
]
