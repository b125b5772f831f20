import { JobWorkers, SharedCluster } from '@ketik/cluster'
import { type Log, type Running, startAdminServer } from '@ketik/runtime'
import { openScores } from '@ketik/scores'
import { loadTexts } from '../texts/texts.ts'
import { Matchmaking } from './matchmaking.ts'
import { RaceJobs } from './race-jobs.ts'
import { Reaping } from './reaping.ts'
import type { MatchmakerSettings } from './settings.ts'
import { Settling } from './settling.ts'

const SWEEP_MS = 1_000
const PRUNE_MS = 60 * 60_000

/** One matchmaker; as many as you like may run, since every step of it is safe to repeat. */
export const startMatchmaker = async (settings: MatchmakerSettings, log: Log): Promise<Running> => {
  const texts = loadTexts(settings.textsFolder)
  const cluster = await SharedCluster.connect({ ...settings, role: 'matchmaker' }, log)
  const scores = openScores({
    databaseUrl: settings.databaseUrl,
    onConnectionLost: error => log.warn({ err: error }, 'a connection to PostgreSQL was lost'),
  })
  const matchmaking = new Matchmaking(cluster, texts, settings, log)
  const raceJobs = new RaceJobs(cluster, new Settling(cluster, scores, log), scores, log)
  const reaping = new Reaping(cluster, raceJobs, log)
  const workers = new JobWorkers(
    settings.redisUrl,
    cluster.names.jobs,
    settings.jobConcurrency,
    { pair: () => matchmaking.pairWaiting(), race: job => raceJobs.run(job) },
    log,
  )
  await workers.ready()
  const admin = await startAdminServer(settings.adminHost, settings.adminPort)

  // What a dead matchmaker or a dead node left: nobody waits for a job that was never added.
  const sweep = repeat(SWEEP_MS, log, 'sweep', async () => {
    await reaping.reapDead()
    await matchmaking.announceLeftOver()
    await matchmaking.pairWaiting()
  })
  const prune = repeat(PRUNE_MS, log, 'prune the boards', async () => {
    await scores.pruneBoards(cluster.clock.now())
  })
  return {
    ports: { admin: admin.port },
    close: once(async () => {
      sweep.stop()
      prune.stop()
      await workers.close()
      await Promise.all([sweep.idle(), prune.idle()])
      await Promise.all([scores.close(), cluster.close(), admin.close()])
    }),
  }
}

/** Runs `work` again and again, `everyMs` after it ended; a fault is logged and the next turn tries again. */
const repeat = (everyMs: number, log: Log, what: string, work: () => Promise<void>) => {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  const turn = () => {
    running = work()
      .catch(error => log.warn({ err: error }, `could not ${what}`))
      .then(() => {
        if (!stopped) timer = setTimeout(turn, everyMs)
      })
  }
  timer = setTimeout(turn, everyMs)
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
    idle: () => running,
  }
}

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
