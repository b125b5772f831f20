import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { quantile } from '../../infra/test/quantile.ts'
import { watchOtherLoad } from '../measures/other-load.ts'
import type { Attack, Job, Outcome } from './attack.ts'
import type { AttackedCluster } from './attacked-cluster.ts'
import { attacks } from './attacks.ts'
import { HonestPlayers } from './honest-players.ts'

export type Pace = Readonly<typeof FULL>

export const FULL = {
  /** Until everyone races. */
  warmUpMs: 12_000,
  /** Before the attack, during it, and after it until memory is looked at again. */
  beforeMs: 5_000,
  duringMs: 8_000,
  afterMs: 2_000,
  scale: 1,
  /** A round that misses the bar is measured again, up to so often in all; the last one counts. */
  roundsMax: 3,
}
export const QUICK: Pace = {
  warmUpMs: 8_000,
  beforeMs: 2_000,
  duringMs: 2_500,
  afterMs: 500,
  scale: 0.2,
  roundsMax: 1,
}

const LOOK_MS = 250
/** Of 127.x.0.0, the first x that attacks come from. */
const NETWORKS_FROM = 66

/** What one attack did, and what honest players noticed alone and beside it. */
export type Attacked = Awaited<ReturnType<typeof runAttack>>

type Scene = { readonly cluster: AttackedCluster; readonly honest: HonestPlayers; readonly pace: Pace }

/** The bar: what honest players wait at most doubles, none is closed or turned away, and memory is bounded and comes back. */
const BAR: Readonly<Record<string, (row: Attacked) => boolean>> = {
  p99: row => ratio(row) <= 2,
  closed: ({ during }) => during.closed.length === 0,
  memory: ({ mib }) => mib.peak - mib.before <= 256 && mib.after - mib.before <= 128,
  'turned away': ({ during }) => during.turnedAway.length === 0,
}

/** What of the bar a row misses. */
export const failings = (row: Attacked): readonly string[] =>
  Object.entries(BAR).flatMap(([name, isMet]) => (isMet(row) ? [] : name))

/** Of what a relay takes beside the attack to what it takes without. */
export const ratio = ({ before, during }: Attacked): number =>
  quantile(during.relay, 0.99) / quantile(before.relay, 0.99)

/** Has honest players race and chat all the time, and attacks beside them, one attack after the other. */
export const runAttacks = async (
  cluster: AttackedCluster,
  wanted: readonly Attack[],
  { pairs, pace }: { readonly pairs: number; readonly pace: Pace },
  onRow: (row: Attacked) => void,
): Promise<void> => {
  const honest = new HonestPlayers(cluster.doors, pairs, pace.warmUpMs / 2)
  const scene = { cluster, honest, pace }
  try {
    await pause(pace.warmUpMs)
    for (const attack of wanted) {
      let row = await runAttack(attack, 1, scene)
      while (failings(row).length > 0 && row.rounds < pace.roundsMax)
        row = await runAttack(attack, row.rounds + 1, scene)
      onRow(row)
    }
  } finally {
    await honest.leave()
  }
}

/**
 * Measures honest players alone, and then beside the attack. `rounds`: for which time; a machine that others use makes
 * some rounds say nothing.
 */
const runAttack = async (attack: Attack, rounds: number, scene: Scene) => {
  const { cluster, honest, pace } = scene
  const attacker = await startAttacker()
  let looking: NodeJS.Timeout | undefined
  try {
    const othersBefore = watchOtherLoad()
    honest.take()
    await pause(pace.beforeMs)
    const coresBefore = othersBefore()
    const mibBefore = cluster.residentMiB()
    const othersDuring = watchOtherLoad()
    const before = honest.take()
    let peak = mibBefore
    const look = () => {
      peak = Math.max(peak, cluster.residentMiB())
    }
    looking = setInterval(look, LOOK_MS)
    const outcome = await attacker.attack({
      attack: attack.name,
      doors: cluster.doors,
      network: NETWORKS_FROM + attacks.indexOf(attack) * pace.roundsMax + rounds - 1,
      scale: pace.scale,
      ms: pace.duringMs * (attack.patience ?? 1),
    })
    look()
    const during = honest.take()
    /** Cores that neither the cluster nor the attacker nor the players used. */
    const otherCores = { before: coresBefore, during: othersDuring() }
    await pause(pace.afterMs)
    const after = honest.take()
    during.closed.push(...after.closed)
    during.turnedAway.push(...after.turnedAway)
    const mib = { before: mibBefore, peak, after: cluster.residentMiB() }
    return { attack, outcome, before, during, mib, otherCores, rounds }
  } finally {
    clearInterval(looking)
    attacker.stop()
  }
}

const attackerProgram = fileURLToPath(new URL('attacker.ts', import.meta.url))

/** A process that is ready to attack, at a low priority (nice 10). It ends with its attack. */
const startAttacker = async () => {
  const child = fork(attackerProgram, { execArgv: ['--import', 'tsx'] })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the attacker ended (${code}) before it was done`)
  })
  ended.catch(() => undefined)
  const heard = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0]
  await heard()
  return {
    attack: async (job: Job): Promise<Outcome> => {
      child.send(job)
      return (await heard()) as Outcome
    },
    stop: () => child.kill('SIGKILL'),
  }
}
