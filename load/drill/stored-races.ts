import { setTimeout as pause } from 'node:timers/promises'
import type { PlayerProfile, RaceResults, Scores } from '@ketik/scores'

const SETTLED_WITHIN_MS = 75_000

export type Stored = {
  readonly races: ReadonlyMap<string, RaceResults>
  readonly profiles: ReadonlyMap<string, PlayerProfile>
}

/** What PostgreSQL has once every race is stored, or no more are to be hoped for. */
export const readStored = async (
  scores: Scores,
  begun: ReadonlySet<string>,
  players: readonly string[],
): Promise<Stored> => {
  const races = new Map<string, RaceResults>()
  const until = performance.now() + SETTLED_WITHIN_MS
  const wanted = new Set(begun)
  for (;;) {
    for (const id of wanted) {
      const found = await scores.raceResults(id)
      if (found === undefined || found.endedAt === null) continue
      races.set(id, found)
      wanted.delete(id)
    }
    if (wanted.size === 0 || performance.now() > until) break
    await pause(250)
  }
  const profiles = new Map<string, PlayerProfile>()
  for (const name of players) {
    const profile = await scores.playerProfile(name)
    if (profile === undefined) continue
    profiles.set(name, profile)
    // Races that their players were never told of count too.
    for (const { raceId } of profile.recent) {
      const race = races.has(raceId) ? undefined : await scores.raceResults(raceId)
      if (race !== undefined) races.set(raceId, race)
    }
  }
  return { races, profiles }
}
