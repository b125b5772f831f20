import { fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Job } from './attacker.ts'
import type { Outcome } from './tally.ts'

const program = fileURLToPath(new URL('attacker.ts', import.meta.url))

export type AttackerProcess = {
  /** Resolves when the attack is over. */
  attack(job: Job): Promise<Outcome>
  stop(): void
}

/** A process that is ready to attack, at a low priority (nice 10): what it attacks has the cores first. */
export const startAttacker = async (): Promise<AttackerProcess> => {
  const child = fork(program, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', code => reject(new Error(`the attacker ended (${code}) before it was done`))),
  )
  ended.catch(() => undefined)
  const heard = () => new Promise<unknown>(resolve => child.once('message', resolve))
  await Promise.race([heard(), ended])
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  return {
    attack: async job => {
      child.send(job)
      return (await Promise.race([heard(), ended])) as Outcome
    },
    stop: () => child.kill('SIGKILL'),
  }
}
