import { setTimeout as pause } from 'node:timers/promises'
import type { PlayerProfile, RaceResults, Scores } from '@ketik/scores'

const SETTLED_WITHIN_MS = 75_000

export type Stored = {
  readonly races: ReadonlyMap<string, RaceResults>
  readonly profiles: readonly PlayerProfile[]
}

/** What PostgreSQL has once every race is stored, or no more are to be hoped for. */
export const readStored = async (
  scores: Scores,
  begun: readonly string[],
  players: readonly string[],
): Promise<Stored> => {
  const races = new Map<string, RaceResults>()
  const wanted = new Set(begun)
  const until = performance.now() + SETTLED_WITHIN_MS
  while (wanted.size > 0 && performance.now() < until) {
    for (const id of wanted) {
      const race = await scores.raceResults(id)
      if (race === undefined || race.endedAt === null) continue
      races.set(id, race)
      wanted.delete(id)
    }
    await pause(250)
  }
  const profiles: PlayerProfile[] = []
  for (const name of players) {
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
