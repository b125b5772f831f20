import type { JobHandlers, SharedCluster } from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import type { Scores } from '@ketik/scores'
import type { TextLibrary } from '../texts/texts.ts'
import { Matchmaking, type PairingSettings } from './matchmaking.ts'
import { RaceJobs } from './race-jobs.ts'
import { Reaping } from './reaping.ts'
import { Settling } from './settling.ts'

/** What a matchmaker does for its jobs, and in each sweep; over Redis and PostgreSQL, or over memory. */
export const createWork = (
  cluster: SharedCluster,
  scores: Pick<Scores, 'settleRaces' | 'rateRaces'>,
  texts: TextLibrary,
  settings: PairingSettings,
  log: Log,
) => {
  const matchmaking = new Matchmaking(cluster, texts, settings, log)
  const raceJobs = new RaceJobs(cluster, new Settling(cluster, scores, log), log)
  const reaping = new Reaping(cluster, raceJobs, log)
  const handlers: JobHandlers = { pair: () => matchmaking.pairWaiting(), race: job => raceJobs.run(job) }
  return {
    handlers,
    /** What a dead matchmaker or a dead node left: nobody waits for a job that was never added. Asked for together, since
     * an idle matchmaker costs what its wakings cost. */
    sweep: async (): Promise<void> => {
      await Promise.all([reaping.reapDead(), matchmaking.announceLeftOver(), matchmaking.pairWaiting()])
    },
  }
}
