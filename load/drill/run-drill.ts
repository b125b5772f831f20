import { setTimeout as pause } from 'node:timers/promises'
import { seeded } from '../../infra/test/seeded.ts'
import type { Ending } from '../ending.ts'
import { startDrillCluster } from './drill-cluster.ts'
import { DrillPlayer } from './drill-player.ts'
import type { Drill } from './drills.ts'
import { readStored } from './stored-races.ts'
import { judge, type Verdict } from './verdict.ts'

type Options = {
  readonly seed: number
  readonly players: number
  readonly quick: boolean
  readonly say: (line: string) => void
}

/** One in three of the players talks in the lobby. */
const CHATS_EVERY = 3
const MOST_TYPING_WITHIN_MS = 10_000
const STOPPED_WITHIN_MS = 100_000

/**
 * Starts a cluster, has it raced on, breaks it, lets every race end, and compares what is stored with what was played.
 * `ending` receives all that this starts, and ends it here.
 */
export const runDrill = async (drill: Drill, ending: Ending, options: Options): Promise<Verdict> => {
  const { quick, say } = options
  const seed = seedOf(drill.name, options.seed)
  const random = seeded(seed)
  try {
    const cluster = await startDrillCluster(ending, drill.layout?.(random))
    const players = Array.from({ length: options.players }, (_, i) => {
      const own = seeded(Math.floor(random() * 2 ** 31))
      return new DrillPlayer(`typist${i}`, own, i % CHATS_EVERY === 0, cluster.doors)
    })
    const racing = Promise.all(players.map(player => player.run()))
    const beforeMs = 7_000 + Math.round(random() * 2_000)
    say(`${drill.name}: seed ${seed}, the fault comes after ${beforeMs} ms`)
    await pause(beforeMs)
    await mostAreTyping(players)
    await drill.fault(cluster, quick)
    await pause(quick ? 2_000 : 8_000)
    for (const player of players) player.stop()
    const isStopped = await Promise.race([
      racing.then(() => true),
      pause(STOPPED_WITHIN_MS, false, { ref: false }),
    ])
    const seats = players.flatMap(player => player.seats)
    const begun = seats.map(({ race }) => race)
    const names = players.map(({ name }) => name)
    const verdict = judge(seats, await readStored(cluster.scores, begun, names), cluster.outages)
    for (const fault of verdict.faults) say(`  ${fault}`)
    for (const { name, surprises } of players) {
      if (surprises.length > 0) say(`  ${name} was told: ${surprises.join(', ')}`)
    }
    const jobsRetried = cluster.nodes.flatMap(
      node => node.log().match(/a job failed and will be/g) ?? [],
    ).length
    const chats = players.reduce((sum, player) => sum + player.chatsHeard, 0)
    say(`  ${jobsRetried} jobs had to be tried again; ${chats} lines of chat were heard`)
    if (!isStopped) say('  some players had not ended their races in time')
    return verdict
  } finally {
    await ending.end()
  }
}

/** A fault tells most when most have something to lose; it does not wait for that for ever. */
const mostAreTyping = async (players: readonly DrillPlayer[]): Promise<void> => {
  const until = performance.now() + MOST_TYPING_WITHIN_MS
  while (performance.now() < until) {
    if (players.filter(player => player.isTyping).length > players.length / 2) return
    await pause(50)
  }
}

/** Every drill has a seed of its own, so that `--only` repeats what the whole run did. */
const seedOf = (name: string, seed: number): number =>
  [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, seed)
