import { constants, setPriority } from 'node:os'
import { Arena, type Job, type Outcome } from './attack.ts'
import { attacks } from './attacks.ts'

// The process of an attack: says when it is ready, attacks when it is told to, and answers what became of it.

// What it attacks has the cores first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
// Nobody waits for the outcome any more.
process.on('disconnect', () => process.exit())

process.on('message', async (job: Job) => {
  const attack = attacks.find(({ name }) => name === job.attack)
  if (attack === undefined) throw new Error(`there is no attack "${job.attack}"`)
  const arena = new Arena(job, attack.addresses)
  const begun = process.cpuUsage()
  await attack.run(arena)
  const { user, system } = process.cpuUsage(begun)
  const outcome: Outcome = { ...arena.tally, cpuMs: (user + system) / 1_000 }
  process.send?.(outcome, () => process.exit())
})
process.send?.('ready')
