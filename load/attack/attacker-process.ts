import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Job } from './attack.ts'

/** What an attack tried, and what became of it, by code. */
export type Outcome = {
  readonly attempts: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly cpuMs: number
}

const program = fileURLToPath(new URL('attacker.ts', import.meta.url))

/** A process that is ready to attack, at a low priority (nice 10). */
export const startAttacker = async () => {
  const child = fork(program, { execArgv: ['--import', 'tsx'] })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the attacker ended (${code}) before it was done`)
  })
  ended.catch(() => undefined)
  const heard = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0]
  await heard()
  return {
    /** Resolves when the attack is over, and the process with it. */
    attack: async (job: Job): Promise<Outcome> => {
      child.send(job)
      return (await heard()) as Outcome
    },
    stop: () => child.kill('SIGKILL'),
  }
}
