import { setTimeout as pause } from 'node:timers/promises'
import { watchOtherLoad } from '../measures/other-load.ts'
import type { Attack } from './attack.ts'
import { type Attacked, failings } from './attack-table.ts'
import type { AttackedCluster } from './attacked-cluster.ts'
import { startAttacker } from './attacker-process.ts'
import { attacks } from './attacks.ts'
import { HonestLog } from './honest-log.ts'
import { HonestPair } from './honest-pair.ts'
import { visitAsNewcomer } from './newcomer.ts'

export type Pace = Readonly<typeof FULL>

export const FULL = {
  /** Until everyone races. */
  warmUpMs: 12_000,
  /** Before the attack, during it, and after it until memory is looked at again. */
  beforeMs: 5_000,
  duringMs: 8_000,
  patientMs: 14_000,
  afterMs: 2_000,
  scale: 1,
  /** A round that misses the bar is measured again, up to so often in all; the last one counts. */
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

const NEWCOMER_EVERY_MS = 500
const LOOK_MS = 250
/** Of 127.x.0.0, the first x that attacks come from. */
const NETWORKS_FROM = 66

/** Has honest players race and chat all the time, and attacks beside them, one attack after the other. */
export const runAttacks = async (
  cluster: AttackedCluster,
  wanted: readonly Attack[],
  { pairs: count, pace }: { readonly pairs: number; readonly pace: Pace },
  onRow: (row: Attacked) => void,
): Promise<void> => {
  const log = new HonestLog()
  const pairs = Array.from({ length: count }, (_, number) => new HonestPair(number, cluster.doors, log))
  const racing = pairs.map(async (pair, number) => {
    await pause((number * pace.warmUpMs) / 2 / count)
    await pair.run()
  })
  let come = 0
  const coming = setInterval(() => void visitAsNewcomer(++come, cluster.doors, log), NEWCOMER_EVERY_MS)
  try {
    await pause(pace.warmUpMs)
    // The first of them makes this process compile what it takes, which honest players would feel.
    await cluster.loopDelayMs()
    for (const attack of wanted) {
      let row = await runAttack(attack, 1, { cluster, log, pace })
      while (failings(row).length > 0 && row.rounds < pace.roundsMax)
        row = await runAttack(attack, row.rounds + 1, { cluster, log, pace })
      onRow(row)
    }
  } finally {
    clearInterval(coming)
    for (const pair of pairs) pair.stop()
    await Promise.allSettled(racing)
  }
}

/** Measures honest players alone, and then beside the attack, for the so many-th time. */
const runAttack = async (
  attack: Attack,
  rounds: number,
  { cluster, log, pace }: { cluster: AttackedCluster; log: HonestLog; pace: Pace },
): Promise<Attacked> => {
  const attacker = await startAttacker()
  let looking: NodeJS.Timeout | undefined
  try {
    const othersBefore = watchOtherLoad()
    log.takeWaits()
    await pause(pace.beforeMs)
    const coresBefore = othersBefore()
    const mibBefore = cluster.residentMiB()
    await cluster.loopDelayMs()
    log.takeHarms()
    const othersDuring = watchOtherLoad()
    const before = log.takeWaits()
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
      ms: attack.isPatient ? pace.patientMs : pace.duringMs,
    })
    look()
    const during = log.takeWaits()
    const otherCores = { before: coresBefore, during: othersDuring() }
    const loopDelayMs = await cluster.loopDelayMs()
    attacker.stop()
    await pause(pace.afterMs)
    const mib = { before: mibBefore, peak, after: cluster.residentMiB() }
    return { attack, outcome, before, during, ...log.takeHarms(), mib, loopDelayMs, otherCores, rounds }
  } finally {
    clearInterval(looking)
    attacker.stop()
  }
}
