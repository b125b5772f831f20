import { setTimeout as pause } from 'node:timers/promises'
import type { PlayerProfile, RaceResults, Scores } from '@ketik/scores'
import { eventually } from '../../infra/test/eventually.ts'
import { seeded } from '../../infra/test/seeded.ts'
import type { Ending } from '../ending.ts'
import { startDrillCluster } from './drill-cluster.ts'
import { DrillPlayer } from './drill-player.ts'
import type { Drill } from './drills.ts'
import { judge, type Stored, type Verdict } from './verdict.ts'

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
const SETTLED_WITHIN_MS = 75_000

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
      // They begin at all doors alike, so that no fault of a node hits nobody.
      return new DrillPlayer(`typist${i}`, own, i % CHATS_EVERY === 0, cluster.doors, i)
    })
    const racing = Promise.all(players.map(player => player.run()))
    const beforeMs = 7_000 + Math.round(random() * 2_000)
    say(`${drill.name}: seed ${seed}, the fault comes after ${beforeMs} ms`)
    await pause(beforeMs)
    // A fault tells most when most have something to lose; it does not wait for that for ever.
    const areTyping = () =>
      players.filter(({ isTyping }) => isTyping).length > players.length / 2 || undefined
    await eventually('most are typing', areTyping, MOST_TYPING_WITHIN_MS).catch(() => undefined)
    await drill.fault(cluster, quick)
    await pause(quick ? 2_000 : 8_000)
    for (const player of players) player.stop()
    const late = pause(STOPPED_WITHIN_MS, 'late' as const, { ref: false })
    const isLate = (await Promise.race([racing, late])) === 'late'
    const seats = players.flatMap(player => player.seats)
    const verdict = judge(seats, await readStored(cluster.scores, players), cluster.outages)
    for (const fault of verdict.faults) say(`  ${fault}`)
    for (const { name, surprises } of players) {
      if (surprises.length > 0) say(`  ${name} was told: ${surprises.join(', ')}`)
    }
    const jobsRetried = cluster.nodes.flatMap(
      node => node.log().match(/a job failed and will be/g) ?? [],
    ).length
    const chats = players.reduce((sum, player) => sum + player.chatsHeard, 0)
    say(`  ${jobsRetried} jobs had to be tried again; ${chats} lines of chat were heard`)
    if (isLate) say('  some players had not ended their races in time')
    return verdict
  } finally {
    await ending.end()
  }
}

/** What PostgreSQL has once every race is stored, or no more are to be hoped for. */
const readStored = async (scores: Scores, players: readonly DrillPlayer[]): Promise<Stored> => {
  const races = new Map<string, RaceResults>()
  const until = performance.now() + SETTLED_WITHIN_MS
  for (const id of new Set(players.flatMap(({ seats }) => seats.map(({ race }) => race)))) {
    const settled = async () => {
      const race = await scores.raceResults(id)
      return race?.endedAt === null ? undefined : race
    }
    const race = await eventually(id, settled, Math.max(1, until - performance.now())).catch(() => undefined)
    if (race !== undefined) races.set(id, race)
  }
  const profiles: PlayerProfile[] = []
  for (const { name } of players) {
    const profile = await scores.playerProfile(name)
    if (profile === undefined) continue
    profiles.push(profile)
    // Races that their players were never told of count too.
    for (const { raceId } of profile.recent) {
      const race = races.get(raceId) ?? (await scores.raceResults(raceId))
      if (race !== undefined) races.set(raceId, race)
    }
  }
  return { races, profiles }
}

/** Every drill has a seed of its own, so that `--only` repeats what the whole run did. */
const seedOf = (name: string, seed: number): number =>
  [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, seed)
