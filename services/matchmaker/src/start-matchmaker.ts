import { JobWorkers, SharedCluster } from '@ketik/cluster'
import { type Log, once, type Running, repeat, startAdminServer } from '@ketik/runtime'
import { openScores } from '@ketik/scores'
import { loadTexts } from '../texts/texts.ts'
import { createWork } from './create-work.ts'
import type { MatchmakerSettings } from './settings.ts'

const SWEEP_MS = 1_000
const PRUNE_MS = 60 * 60_000
const REPAIR_MS = 5_000

/** One matchmaker; as many as you like may run, since every step of it is safe to repeat. */
export const startMatchmaker = async (settings: MatchmakerSettings, serviceLog: Log): Promise<Running> => {
  const texts = loadTexts(settings.textsFolder)
  const cluster = await SharedCluster.connect({ ...settings, role: 'matchmaker' }, serviceLog)
  const log = serviceLog.child({ node: cluster.node })
  const scores = openScores({
    databaseUrl: settings.databaseUrl,
    onConnectionLost: error => log.warn({ err: error }, 'a connection to PostgreSQL was lost'),
  })
  cluster.claims.fillFrom(scores.accounts)
  const { handlers, sweep: sweepOnce } = createWork(cluster, scores, texts, settings, log)
  const workers = new JobWorkers(
    settings.redisUrl,
    cluster.names.jobs,
    settings.jobConcurrency,
    handlers,
    log,
  )
  await workers.ready()
  const admin = await startAdminServer(settings.adminHost, settings.adminPort, settings.adminNames)

  const sweep = repeat(SWEEP_MS, log, 'sweep', sweepOnce)
  const prune = repeat(PRUNE_MS, log, 'prune boards, rated pairs and the keys of guests', async () => {
    for (const pruneSome of [scores.pruneBoards, scores.pruneRatedPairs, scores.pruneGuestKeys]) {
      while (!(await pruneSome(cluster.clock.now())).done) log.debug('pruning')
    }
  })
  // What a process changed of an account and did not live to tell, or Redis forgot.
  const repair = repeat(REPAIR_MS, log, 'repair the claimed names', async () => {
    await cluster.claims.repair()
  })
  const forget = repeat(PRUNE_MS, log, 'forget names and sessions that are over', async () => {
    await scores.accounts.prune()
  })
  return {
    ports: { admin: admin.port },
    close: once(async () => {
      await workers.close()
      await Promise.all([sweep, prune, repair, forget].map(each => each.stop()))
      await Promise.all([scores.close(), cluster.close(), admin.close()])
    }),
  }
}
