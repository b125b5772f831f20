import { setTimeout as pause } from 'node:timers/promises'
import { quantile } from '../../infra/test/quantile.ts'
import { watchOtherLoad } from '../measures/other-load.ts'
import type { Attack } from './attack.ts'
import { failings } from './attack-table.ts'
import type { Attacked, Honest } from './attacked.ts'
import type { AttackedCluster } from './attacked-cluster.ts'
import { startAttacker } from './attacker-process.ts'
import { attacks } from './attacks.ts'
import { HonestPair, type Sample } from './honest-pair.ts'
import { Newcomers } from './newcomers.ts'

export type Plan = {
  readonly pairs: number
  /** Until everyone races. */
  readonly warmUpMs: number
  /** Before the attack, during it, and after it until memory is looked at again. */
  readonly beforeMs: number
  readonly duringMs: number
  readonly patientMs: number
  readonly afterMs: number
  readonly scale: number
  /** A round that misses the bar is measured again, up to so often in all; the last one counts. */
  readonly roundsMax: number
}

const LOOK_MS = 250
/** Of 127.x.0.0, the first x that attacks come from. */
const NETWORKS_FROM = 66

/** Has honest players race and chat all the time, and attacks beside them, one attack after the other. */
export const runAttacks = async (
  cluster: AttackedCluster,
  wanted: readonly Attack[],
  plan: Plan,
  onRow: (row: Attacked) => void,
): Promise<readonly Attacked[]> => {
  const pairs = Array.from({ length: plan.pairs }, (_, i) => new HonestPair(i, cluster.doors))
  const newcomers = new Newcomers(cluster.doors)
  const racing = pairs.map(async (pair, i) => {
    await pause((i * plan.warmUpMs) / 2 / plan.pairs)
    await pair.run()
  })
  newcomers.start()
  const rows: Attacked[] = []
  try {
    await pause(plan.warmUpMs)
    // The first of them makes this process compile what it takes, which honest players would feel.
    await cluster.loopDelayMs()
    for (const attack of wanted) {
      const row = await runRounds(attack, { cluster, pairs, newcomers, plan })
      rows.push(row)
      onRow(row)
    }
  } finally {
    newcomers.stop()
    for (const pair of pairs) pair.stop()
    await Promise.allSettled(racing)
  }
  return rows
}

type Scene = {
  readonly cluster: AttackedCluster
  readonly pairs: readonly HonestPair[]
  readonly newcomers: Newcomers
  readonly plan: Plan
}

/** Measures until the bar is met, or often enough. */
const runRounds = async (attack: Attack, scene: Scene): Promise<Attacked> => {
  for (let round = 0; ; round++) {
    const row = { ...(await runAttack(attack, scene, round)), rounds: round + 1 }
    if (failings(row).length === 0 || row.rounds >= scene.plan.roundsMax) return row
  }
}

const runAttack = async (attack: Attack, scene: Scene, round: number): Promise<Attacked> => {
  const { cluster, pairs, newcomers, plan } = scene
  const attacker = await startAttacker()
  try {
    const othersBefore = watchOtherLoad()
    const from = performance.now()
    const awayBefore = newcomers.turnedAway.length
    await pause(plan.beforeMs)
    const coresBefore = othersBefore()
    const mibBefore = cluster.residentMiB()
    await cluster.loopDelayMs()
    const closedBefore = pairs.map(({ closed }) => closed.length)
    const awayAtOnset = newcomers.turnedAway.length
    const othersDuring = watchOtherLoad()
    const onset = performance.now()
    const { doors } = cluster
    const ms = attack.isPatient ? plan.patientMs : plan.duringMs
    const network = NETWORKS_FROM + attacks.indexOf(attack) * plan.roundsMax + round
    const attacking = attacker.attack({ attack: attack.name, doors, network, scale: plan.scale, ms })
    const peak = await peakWhile(attacking, () => cluster.residentMiB())
    const outcome = await attacking
    const end = performance.now()
    const otherCores = { before: coresBefore, during: othersDuring() }
    const loopDelayMs = await cluster.loopDelayMs()
    attacker.stop()
    await pause(plan.afterMs)
    const honest = (since: number, until: number, turnedAway: number): Honest => {
      const within = (samples: readonly Sample[]) =>
        samples.filter(({ at }) => at >= since && at < until).map(({ ms }) => ms)
      const relays = within(pairs.flatMap(pair => pair.relays))
      return {
        relays: relays.length,
        p50: quantile(relays, 0.5),
        p99: quantile(relays, 0.99),
        chatP99: quantile(within(pairs.flatMap(pair => pair.chats)), 0.99),
        loginP99: quantile(within(newcomers.logins), 0.99),
        matchP99: quantile(within(newcomers.matches), 0.99),
        turnedAway,
      }
    }
    return {
      attack,
      outcome,
      before: honest(from, onset, awayAtOnset - awayBefore),
      during: honest(onset, end, newcomers.turnedAway.length - awayAtOnset),
      closed: pairs.flatMap(({ closed }, i) => closed.slice(closedBefore[i])),
      mib: { before: mibBefore, peak, after: cluster.residentMiB() },
      loopDelayMs,
      otherCores,
      rounds: 1,
    }
  } finally {
    attacker.stop()
  }
}

/** The largest that was seen while a promise was pending. */
const peakWhile = async (work: Promise<unknown>, look: () => number): Promise<number> => {
  let peak = look()
  let isDone = false
  const done = work.then(
    () => {
      isDone = true
    },
    () => {
      isDone = true
    },
  )
  while (!isDone) {
    await Promise.race([done, pause(LOOK_MS)])
    peak = Math.max(peak, look())
  }
  return peak
}
