import type { Attack } from './attack.ts'
import { httpAttacks } from './http-attacks.ts'
import { lobbyAttacks } from './lobby-attacks.ts'
import { patientAttacks } from './patient-attacks.ts'
import { raceAttacks } from './race-attacks.ts'

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
