import type { Arena, Doors } from './arena.ts'
import { attacks } from './attacks.ts'
import { type Outcome, Tally } from './tally.ts'

/** The process of an attack: says when it is ready, attacks when it is told to, and answers what became of it. */
export type Job = {
  readonly attack: string
  readonly doors: Doors
  readonly network: number
  readonly scale: number
  readonly ms: number
}

// Nobody waits for the outcome any more.
process.on('disconnect', () => process.exit())

process.on('message', async ({ attack: name, doors, network, scale, ms }: Job) => {
  const attack = attacks.find(one => one.name === name)
  if (attack === undefined) throw new Error(`there is no attack "${name}"`)
  const tally = new Tally()
  const arena: Arena = { doors, network, scale, tally, endsAt: performance.now() + ms }
  const begun = process.cpuUsage()
  await attack.run(arena)
  const { user, system } = process.cpuUsage(begun)
  const outcome: Outcome = {
    attempts: tally.attempts,
    outcomes: tally.outcomes,
    cpuMs: (user + system) / 1_000,
  }
  process.send?.(outcome, () => process.exit())
})
process.send?.('ready')
